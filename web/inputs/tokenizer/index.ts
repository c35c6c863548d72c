export { Tokenizer, UNKNOWN, type Token, type Tokens } from './tokenizer.js';
export { readVocabulary, VocabularyError, type Vocabulary } from './vocabulary.js';
export { BEGIN, BytePairs, END, NOT_KNOWN, type BytePairVocabulary } from './byte-pair.js';
export { Characters, sentences, type CharacterVocabulary } from './characters.js';
export { copied } from './copied.js';
