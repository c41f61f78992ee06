/** Files of tables: choosing one, reading it, noticing that it changed. */
import * as vscode from "vscode";
import type { TableProblem } from "../protocol/dataMessages.ts";
import type { TableSource } from "../protocol/dataThreadMessages.ts";
import { isTableName, MAX_GIVEN_MB } from "../protocol/tableDrop.ts";
import { type Disposable, DisposableStore } from "./disposable.ts";
import { fileNameOf, reasonOf } from "./fileNames.ts";

/** Larger files are refused: they would be in memory as a whole. */
const MAX_FILE_MB = 1000;

/** Of files that were dropped on a page: only their names are known, and once their bytes. */
const GIVEN_SCHEME = "regularization-given";

/** Files on offer in the workspace. */
const MAX_LISTED_FILES = 500;
const TABLE_FILES = "**/*.{csv,tsv,CSV,TSV}";

/** How a file was when it was read. */
interface FileStamp {
  readonly mtime: number;
  readonly size: number;
}

export interface TableFileSource {
  /** A copy of the bytes that can be moved away, or the path of a file on this machine. */
  readonly source: TableSource;
  readonly stamp: FileStamp;
}

/** Stands for a file that was dropped on a page. */
export function givenUri(name: string): vscode.Uri {
  return vscode.Uri.from({ scheme: GIVEN_SCHEME, path: `/${name}` });
}

/** Whether a file can be read again. */
export function hasPlace(uri: vscode.Uri): boolean {
  return uri.scheme !== GIVEN_SCHEME;
}

/**
 * The file that was dropped on a page from the editor.
 *
 * @param text its URI, unchecked
 * @returns a sentence if the editor cannot read it as a table
 */
export function droppedUri(text: string): vscode.Uri | string {
  let uri: vscode.Uri;
  try {
    uri = vscode.Uri.parse(text, true);
  } catch (error) {
    return vscode.l10n.t("What was dropped is no file: {0}", reasonOf(error));
  }
  if (!isTableName(uri.path)) {
    return vscode.l10n.t("{0} is not taken for a table.", fileNameOf(uri));
  }
  if (isReadable(uri)) return uri;
  // The explorer of a remote window names files from outside; from here they are this machine's.
  const local = uri.with({ scheme: "file", authority: "" });
  if (uri.scheme === "vscode-remote" && vscode.env.remoteName !== undefined) return local;
  return vscode.l10n.t("{0} cannot be read: the editor has no files of {1}.", text, uri.scheme);
}

/** Whether the editor has such files. The editor in a browser would fetch addresses, too. */
function isReadable({ scheme }: vscode.Uri): boolean {
  if (scheme === "http" || scheme === "https") return false;
  return vscode.workspace.fs.isWritableFileSystem(scheme) !== undefined;
}

/**
 * Reads a file of any file system of the editor; one of this machine is left to the data thread.
 *
 * @returns the reason if it cannot be read
 */
export async function readTableFile(uri: vscode.Uri): Promise<TableFileSource | TableProblem> {
  const { fs } = vscode.workspace;
  if (!hasPlace(uri)) {
    return problem(
      vscode.l10n.t("the file has to be given again: where it lies on disk is not known here"),
      vscode.l10n.t("Drop it here once more, or choose it with Another file..."),
    );
  }
  try {
    const { size, mtime, type } = await fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) {
      return problem(vscode.l10n.t("expected a file, got a folder"), chooseAnother());
    }
    const isLocal = uri.scheme === "file";
    const most = isLocal ? MAX_FILE_MB : MAX_GIVEN_MB;
    if (size > most * 1e6) {
      return problem(
        vscode.l10n.t(
          "expected a file of at most {0} MB, got {1} MB",
          most,
          (size / 1e6).toFixed(1),
        ),
        vscode.l10n.t("Use a part of the rows or of the columns."),
      );
    }
    const stamp = { mtime, size };
    if (isLocal) return { source: uri.fsPath, stamp };
    // The editor may hand out a view of a larger buffer.
    return { source: new Uint8Array(await fs.readFile(uri)), stamp };
  } catch (error) {
    const text = vscode.l10n.t("the file could not be read: {0}", reasonOf(error));
    return problem(text, chooseAnother());
  }
}

function chooseAnother(): string {
  return vscode.l10n.t("Choose another file.");
}

function problem(text: string, advice: string): TableProblem {
  return { line: null, column: null, problem: text, advice };
}

/**
 * Asks for a table: one of the workspace, the one in the active editor first, or any other.
 *
 * @param title of the dialog
 */
export async function pickTableFile(title: string): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(TABLE_FILES, undefined, MAX_LISTED_FILES);
  if (found.length === 0) return pickAnyFile(title);
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const files = found
    .map(uri => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => Number(b.uri.toString() === active) - Number(a.uri.toString() === active))
    .map(file => ({ ...file, iconPath: vscode.ThemeIcon.File, resourceUri: file.uri }));
  const other = { label: vscode.l10n.t("Another file..."), uri: undefined, alwaysShow: true };
  const chosen = await vscode.window.showQuickPick([...files, other], {
    title,
    placeHolder: vscode.l10n.t("Which table?"),
  });
  if (chosen === undefined) return undefined;
  return chosen.uri ?? pickAnyFile(title);
}

async function pickAnyFile(title: string): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t("Read"),
    canSelectMany: false,
    ...(folder && { defaultUri: folder }),
    filters: {
      [vscode.l10n.t("Table")]: ["csv", "tsv", "txt", "tab", "data"],
      [vscode.l10n.t("Any file")]: ["*"],
    },
  });
  return chosen?.[0];
}

/**
 * Opens a table as text, beside the page that is about it.
 *
 * @param line from 1
 * @param column from 1
 */
export async function openAsText(uri: vscode.Uri, line: number, column: number): Promise<void> {
  const place = new vscode.Position(line - 1, column - 1);
  try {
    await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(place, place),
      viewColumn: vscode.ViewColumn.Beside,
    });
  } catch (error) {
    // A file that is no text, or is gone.
    void vscode.window.showErrorMessage(
      vscode.l10n.t("{0} could not be opened: {1}", fileNameOf(uri), reasonOf(error)),
    );
  }
}

/** Tells what happens to a file after it was read. */
export class FileWatch implements Disposable {
  readonly #uri: vscode.Uri;
  readonly #tell: (change: "changed" | "deleted" | null) => void;
  readonly #owned = new DisposableStore();
  #stamp: FileStamp;

  constructor(
    uri: vscode.Uri,
    stamp: FileStamp,
    tell: (change: "changed" | "deleted" | null) => void,
  ) {
    this.#uri = uri;
    this.#stamp = stamp;
    this.#tell = tell;
    // Not the file's name: it may hold what means something in a pattern.
    const folder = vscode.Uri.joinPath(uri, "..");
    const watcher = this.#owned.add(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, "*")),
    );
    const look = (changed: vscode.Uri) => {
      if (changed.path === uri.path) void this.look();
    };
    this.#owned.add(watcher.onDidChange(look));
    this.#owned.add(watcher.onDidCreate(look));
    this.#owned.add(watcher.onDidDelete(look));
  }

  /** The file was read again. */
  restart(stamp: FileStamp): void {
    this.#stamp = stamp;
  }

  /** Compares the file with what was read. */
  async look(): Promise<void> {
    const { mtime, size } = this.#stamp;
    const now = await vscode.workspace.fs.stat(this.#uri).then(
      stat => stat,
      () => undefined,
    );
    if (this.#owned.isDisposed) return;
    if (now === undefined) this.#tell("deleted");
    else this.#tell(now.mtime === mtime && now.size === size ? null : "changed");
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
