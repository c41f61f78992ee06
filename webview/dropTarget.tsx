/**
 * Tables dropped on a page, from the editor's explorer or from the system's file manager. What can
 * be dropped is shown while something is dragged over the page; what cannot be taken is told.
 */
import { render } from "preact";
import {
  type DropMessage,
  isTableName,
  MAX_GIVEN_MB,
  TABLE_ENDING_WORDS,
} from "../src/protocol/tableDrop.ts";
import { Icon } from "./icon.tsx";

/** Where the editor and other programs put the places of files, the editor's own first. */
const URI_LISTS = ["application/vnd.code.uri-list", "text/uri-list"] as const;
const FILES = "Files";

/**
 * Takes drops on the page from now on. May be called once.
 *
 * @param post to the host
 */
export function acceptDrops(post: (message: DropMessage) => void): void {
  const layer = document.createElement("div");
  document.body.append(layer);
  const show = (isOver: boolean, refusal: string) =>
    render(<DropLayer isOver={isOver} refusal={refusal} close={() => show(false, "")} />, layer);
  let isOver = false;
  const setOver = (value: boolean) => {
    if (value !== isOver) show(value, "");
    isOver = value;
  };
  addEventListener("dragover", event => {
    if (event.dataTransfer === null || !mayHoldFiles(event.dataTransfer)) return;
    // Without this the page would not be asked when something is dropped.
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    setOver(true);
  });
  addEventListener("dragleave", event => {
    // Within the page one element is left for another one.
    if (event.relatedTarget === null) setOver(false);
  });
  addEventListener("drop", event => {
    setOver(false);
    if (event.dataTransfer === null || !mayHoldFiles(event.dataTransfer)) return;
    event.preventDefault();
    void take(event.dataTransfer).then(taken => {
      if (typeof taken === "string") show(false, taken);
      else post(taken);
    });
  });
}

function mayHoldFiles({ types }: DataTransfer): boolean {
  return types.includes(FILES) || URI_LISTS.some(type => types.includes(type));
}

/** @returns a sentence if it cannot be taken */
async function take(data: DataTransfer): Promise<DropMessage | string> {
  // Both are there only until the event is over.
  const uris = urisOf(data);
  const files = [...data.files];
  const names = uris.length > 0 ? uris.map(nameOf) : files.map(({ name }) => name);
  const [name] = names;
  if (names.length === 0) return "What was dropped holds no file.";
  if (names.length > 1) {
    return `${names.length} files were dropped. Drop one: a network is trained on one table.`;
  }
  if (!isTableName(name)) {
    return `${name} is not taken for a table: its name does not end in ${TABLE_ENDING_WORDS}.`;
  }
  if (uris.length > 0) return { type: "openTable", uri: uris[0] };
  const [file] = files;
  if (file.size > MAX_GIVEN_MB * 1e6) {
    return (
      `${name} has ${(file.size / 1e6).toFixed(1)} MB, and at most ${MAX_GIVEN_MB} MB can be dropped. ` +
      "Open larger files with the command Train on This CSV."
    );
  }
  try {
    return { type: "giveTable", name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch (error) {
    // A folder, or a file that is gone.
    return `${name} could not be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function urisOf(data: DataTransfer): string[] {
  const list = URI_LISTS.map(type => data.getData(type)).find(text => text !== "") ?? "";
  return list.split(/\r?\n/).filter(line => line.trim() !== "" && !line.startsWith("#"));
}

/** Of a file, without folders, as people know it. */
function nameOf(uri: string): string {
  const path = uri.replace(/[?#].*$/, "");
  const name = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function DropLayer({
  isOver,
  refusal,
  close,
}: {
  readonly isOver: boolean;
  readonly refusal: string;
  readonly close: () => void;
}) {
  return (
    <>
      {isOver && (
        <section id="dropHint" class="drop-hint" aria-label="Drop a table">
          <p>Drop a CSV to train on it; in the editor hold Shift</p>
        </section>
      )}
      {refusal !== "" && (
        <section id="dropRefused" class="strip error drop-refused" role="alert" aria-label="Drop">
          <Icon name="warning" />
          <div class="strip-text">
            <p class="strip-title">{refusal}</p>
          </div>
          <button id="closeDropRefused" type="button" class="button" onClick={close}>
            Close
          </button>
        </section>
      )}
    </>
  );
}
