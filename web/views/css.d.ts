declare module '*.css' {
  /** With `{ type: 'text' }`: what the file says. */
  const text: string;
  export default text;
}
