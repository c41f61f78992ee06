/** The data page's only way to its host. */
import type { DataPageMessage } from "../../src/protocol/dataMessages.ts";
import type { PageHost } from "../page.tsx";

export type DataHost = PageHost<DataPageMessage>;
