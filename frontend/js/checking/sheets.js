// CodeMirror would write its rules into <style>, which the page's policy forbids. A sheet made by script is no inline style;
// in the lowest layer of ours it loses against every rule of the page.
import { StyleModule } from "style-mod";

const mounted = new WeakSet();

StyleModule.mount = (root, modules) => {
  for (const module of [modules].flat()) {
    if (mounted.has(module)) continue;
    mounted.add(module);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@layer vendor{${module.getRules()}}`);
    root.adoptedStyleSheets.push(sheet);
  }
};
