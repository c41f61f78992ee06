/** The page's only way to its host. */
import type { UsePageMessage } from "../../src/protocol/useMessages.ts";
import type { PageHost } from "../page.tsx";

export type UseHost = PageHost<UsePageMessage>;
