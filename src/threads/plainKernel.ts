/** The kernel without WebAssembly: a bundle of its own, loaded where it is needed. */
import type { Kernel } from "../core/kernel.ts";
import { PlainKernel } from "../core/plainKernel/plainKernel.ts";

export function createPlainKernel(): Kernel {
  return new PlainKernel();
}
