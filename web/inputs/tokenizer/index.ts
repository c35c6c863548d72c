export { Tokenizer, UNKNOWN, type Token, type Tokens } from './tokenizer.js';
export { readVocabulary, VocabularyError, type Vocabulary } from './vocabulary.js';
