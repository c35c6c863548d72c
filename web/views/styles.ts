// Style sheets and custom properties under a policy that forbids <style> and style="".
import { noChange, type CSSResult } from 'lit';
import { Directive, directive, type DirectiveResult, type ElementPart } from 'lit/directive.js';

/** Adds the sheets to the document or shadow root that holds `node`, each once. */
export function adopt(node: Node, ...sheets: readonly CSSResult[]): void {
  const root = node.getRootNode() as Document | ShadowRoot;
  const missing = sheets.map((sheet) => sheet.styleSheet!).filter((sheet) => !root.adoptedStyleSheets.includes(sheet));
  if (missing.length) root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...missing];
}

class Vars extends Directive {
  private last: Record<string, string | number> = {};
  render(_values: Readonly<Record<string, string | number>>) {
    return noChange;
  }
  override update(part: ElementPart, [values]: [Readonly<Record<string, string | number>>]) {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(values)) if (this.last[name] !== value) style.setProperty(name, String(value));
    this.last = { ...values };
    return noChange;
  }
}

/** Sets custom properties on an element, always the same names: html`<td ${vars({'--t': 0.3})}>`. */
export const vars: (values: Readonly<Record<string, string | number>>) => DirectiveResult = directive(Vars);
