// npx eslint --config web/eslint.config.mjs web tests cpp
import js from '@eslint/js';
import typescript from 'typescript-eslint';

const globals = Object.fromEntries(
  [
    'process',
    'requestAnimationFrame',
    'MutationObserver',
    'Event',
    'console',
    'performance',
    'URL',
    'Buffer',
    'fetch',
    'setTimeout',
    'clearTimeout',
    'document',
    'window',
    'location',
    'getComputedStyle',
    'WebAssembly',
    'TextDecoder',
    'TextEncoder',
    'crypto',
  ].map((name) => [name, 'readonly']),
);

export default [
  { ignores: ['build/**', 'dist/**', 'node_modules/**', 'web/guide/snippets/**'] },
  js.configs.recommended,
  ...typescript.configs.recommended,
  { files: ['**/*.mjs', '**/*.js'], languageOptions: { globals } },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'Data never becomes markup: use textContent or Lit.' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', 400],
    },
  },
];
