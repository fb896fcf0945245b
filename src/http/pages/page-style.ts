/** The colours of the Worker's own pages are those of the page (`src/ui/styles.css`); a test compares them. */
const TOKENS = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f7, #11161a);
  --surface: light-dark(#ffffff, #1a2126);
  --sunken: light-dark(#eaeef0, #232c32);
  --ink: light-dark(#17212a, #e6ecef);
  --ink-quiet: light-dark(#51606b, #a3b1bb);
  --line: light-dark(#cfd8dd, #35424b);
  --accent: light-dark(#0f5f6b, #62cbd3);
  --accent-ink: light-dark(#ffffff, #06262b);
  --accent-soft: light-dark(#dcf0f1, #123a40);
  --good: light-dark(#1c6b3c, #74d19a);
  --good-soft: light-dark(#dff3e6, #163524);
  --warn: light-dark(#7d4c00, #f0bb62);
  --warn-soft: light-dark(#fdf0d8, #3d2d10);
  --bad: light-dark(#a3201d, #ff9d94);
  --bad-soft: light-dark(#fde7e5, #43191a);
  --radius: 10px;
}
`;

const TEXT = `
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, "Segoe UI", Roboto, sans-serif; scroll-padding-top: 1rem; }
body { margin: 0; color: var(--ink); background: var(--ground); overflow-wrap: anywhere; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 2rem 0 0.75rem; font-size: 1.15rem; line-height: 1.35; }
h3 { margin: 0 0 0.35rem; font-size: 1rem; line-height: 1.4; }
h4 { margin: 1rem 0 0.35rem; font-size: 0.875rem; color: var(--ink-quiet); }
p { margin: 0 0 0.75rem; }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
code, pre { font: 0.875em/1.5 ui-monospace, "Cascadia Mono", Menlo, monospace; }
pre { margin: 0.35rem 0 0; padding: 0.75rem; border-radius: 8px; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; }
dt { font-size: 0.85rem; color: var(--ink-quiet); }
dd { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
summary { cursor: pointer; }
.quiet { color: var(--ink-quiet); font-size: 0.875rem; }
article { margin: 0 0 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); }
article > :last-child { margin-bottom: 0; }
article > h2:first-child { margin-top: 0; }
`;

const FRAME = `
.site { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; padding: 0.6rem max(1rem, calc((100vw - 74rem) / 2)); border-bottom: 1px solid var(--line); background: var(--surface); }
.site a { display: inline-block; padding: 0.3rem 0.75rem; border-radius: 8px; color: inherit; text-decoration: none; }
.site .brand { padding-inline: 0; font-weight: 700; }
.site a:not(.brand):hover { background: var(--sunken); }
.site a[aria-current] { background: var(--accent-soft); font-weight: 600; box-shadow: inset 0 -2px var(--accent); }
.card { max-width: 32rem; margin: 6vh auto 0; padding: 1.5rem; }
button { font: inherit; font-weight: 600; min-height: 3rem; width: 100%; padding: 0.5rem 1.5rem; cursor: pointer; color: var(--accent-ink); background: var(--accent); border: 0; border-radius: 8px; }
`;

const REFERENCE = `
.reference { display: grid; gap: 0 2rem; max-width: 76rem; }
.reference > * { min-width: 0; }
.contents summary { font-weight: 600; }
.contents ul { margin: 0 0 0.75rem; padding: 0; list-style: none; }
.contents li a { display: block; padding: 0.15rem 0; color: inherit; text-decoration: none; font-size: 0.875rem; }
.contents li a:hover { text-decoration: underline; }
.contents > details > p { margin: 0.75rem 0 0.1rem; font-weight: 600; font-size: 0.875rem; }
.method { display: inline-block; padding: 0 0.45rem; border-radius: 5px; font: 700 0.8125rem/1.6 ui-monospace, Menlo, monospace; color: var(--accent); background: var(--accent-soft); }
.method-post { color: var(--good); background: var(--good-soft); }
.method-put, .method-patch { color: var(--warn); background: var(--warn-soft); }
.method-delete { color: var(--bad); background: var(--bad-soft); }
.operation h3 { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: baseline; }
.operation h3 a { color: inherit; }
.operation > p { margin: 0.35rem 0 0; }
.operation > details { margin-top: 0.75rem; }
.fields { margin: 0; padding: 0; list-style: none; }
.fields li { padding: 0.4rem 0; border-top: 1px solid var(--line); font-size: 0.9375rem; }
.fields .fields { margin: 0.4rem 0 0 0.25rem; padding-left: 0.9rem; border-left: 2px solid var(--line); }
.fields .name { font-weight: 600; color: var(--ink); }
.must { color: var(--warn); font-size: 0.875rem; font-weight: 600; }
:target { outline: 2px solid var(--accent); outline-offset: 3px; }
@media (width >= 60rem) {
  .reference { grid-template-columns: 16rem minmax(0, 1fr); }
  @supports selector(::details-content) {
    .contents { position: sticky; inset-block-start: 0; max-height: 100vh; overflow-y: auto; padding-block: 1rem; }
    .contents > details > summary { display: none; }
    .contents > details::details-content { content-visibility: visible; block-size: auto; }
  }
}
`;

/** The style of every page that the Worker makes itself. */
export const STYLE = TOKENS + TEXT + FRAME + REFERENCE;
