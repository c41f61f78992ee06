/** One network's map with its axes, its cross-hair and what it says there. */
import { memo } from "preact/compat";
