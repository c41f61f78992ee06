/** The bytes of the compiled kernel: scripts/kernel.mjs puts them into the bundle. */
declare module "training-kernel" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
