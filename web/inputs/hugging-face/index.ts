// A folder of a Hugging Face model, dropped or picked: what the core and a lab need of it, or what is wrong with it.
export type { Family, ForeignConfig } from './config.js';
export { readConfig } from './config.js';
export { droppedFiles, pickedFiles } from './dropped.js';
export { readFolder, type FolderFile, type ForeignFolder, type ReadFolder } from './folder.js';
export { readTokenizer, type Encoded, type ForeignTokenizer } from './tokenizer.js';
