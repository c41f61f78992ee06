/** The compiled kernel, compressed by Brotli: scripts/kernel.mjs puts it into the bundle. */
declare module "training-kernel" {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
