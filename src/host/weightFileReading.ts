/** The reading of weight files. A bundle of its own, loaded when the first file is read. */
export {
  checkWeightFileSize,
  readWeightBytes,
  readWeightFile,
} from "../protocol/weightFileReader.ts";
