namespace Workbook.Notebooks.Documents.Html;

internal static class HtmlStyle
{
    /// <summary>Colors are variables, which the dark scheme replaces.</summary>
    public const string Css = """

        :root { color-scheme: light dark; --text: #1f2328; --back: #fff; --soft: #f6f8fa; --line: #d8dee4; --dim: #59636e; --link: #0969da; --alert: #cf222e; --alert-back: #ffebe9;
          --keyword: #cf222e; --string: #0a3069; --number: #0550ae; --call: #6639ba;
          --c0: #24292f; --c1: #cf222e; --c2: #116329; --c3: #7d4e00; --c4: #0969da; --c5: #8046d9; --c6: #136a70; --c7: #656d76;
          --c8: #57606a; --c9: #a40e26; --c10: #1a7433; --c11: #633c01; --c12: #0a66c9; --c13: #8250d0; --c14: #1f6f83; --c15: #5f6872; }
        @media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --soft: #161b22; --line: #30363d; --dim: #8d96a0; --link: #4493f8; --alert: #ff7b72; --alert-back: #3c1618;
          --keyword: #ff7b72; --string: #a5d6ff; --number: #79c0ff; --call: #d2a8ff;
          --c0: #868e98; --c1: #ff7b72; --c2: #3fb950; --c3: #d29922; --c4: #58a6ff; --c5: #bc8cff; --c6: #39c5cf; --c7: #b1bac4;
          --c8: #8b949e; --c9: #ffa198; --c10: #56d364; --c11: #e3b341; --c12: #79c0ff; --c13: #d2a8ff; --c14: #56d4dd; --c15: #f0f6fc; } }
        * { box-sizing: border-box; }
        body { margin: 0; color: var(--text); background: var(--back); font: 16px/1.6 system-ui, "Segoe UI", sans-serif; display: flex; justify-content: center; gap: 2rem; }
        main { width: 100%; max-width: 60rem; min-width: 0; padding: 1.5rem 1rem 6rem; }
        nav { position: sticky; top: 0; align-self: flex-start; width: 16rem; flex: none; max-height: 100vh; overflow: auto; padding: 2rem 0 2rem 1rem; font-size: .875rem; }
        nav ol { list-style: none; margin: 0; padding: 0; border-left: 2px solid var(--line); }
        nav li { margin: .25rem 0 .25rem .75rem; } nav .level2 { margin-left: 1.5rem; } nav .level3 { margin-left: 2.25rem; }
        nav a { color: var(--dim); text-decoration: none; } nav a:hover { color: var(--link); }
        a { color: var(--link); }
        .cell { margin: 0 0 1rem; scroll-margin-top: 1rem; } .cell:target { outline: 2px solid var(--alert); outline-offset: .5rem; }
        h1, h2, h3, h4 { line-height: 1.25; margin: 1.5em 0 .5em; } .cell:first-of-type h1 { margin-top: 0; }
        pre, code { font: .875rem/1.5 ui-monospace, "Cascadia Code", Consolas, monospace; tab-size: 4; }
        :not(pre) > code { background: var(--soft); padding: .1em .3em; border-radius: 4px; }
        pre { margin: 0; padding: .75rem 1rem; overflow-x: auto; border-radius: 6px; }
        pre.source, .markdown pre { background: var(--soft); border: 1px solid var(--line); }
        .prompt { color: var(--dim); font: .75rem ui-monospace, Consolas, monospace; margin: 0 0 .25rem; }
        .output { margin: .5rem 0; overflow-x: auto; } pre.output { padding: .25rem 1rem; max-height: 40rem; overflow-y: auto; }
        pre.stderr { border-left: 3px solid var(--c3); border-radius: 0; } pre.error { background: var(--alert-back); }
        table { border-collapse: collapse; font-size: .875rem; } th, td { padding: .3rem .7rem; border: 1px solid var(--line); text-align: left; vertical-align: top; } th { background: var(--soft); }
        img, svg { max-width: 100%; height: auto; } blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--dim); }
        .banner { background: var(--alert-back); border: 1px solid var(--alert); border-radius: 6px; padding: .75rem 1rem; margin: 0 0 1.5rem; font-weight: 600; white-space: pre-wrap; }
        .tok-comment { color: var(--dim); } .tok-text { color: var(--string); } .tok-number { color: var(--number); } .tok-keyword { color: var(--keyword); } .tok-call { color: var(--call); } .tok-magic { color: var(--dim); font-weight: 600; }
        .ansi-bold { font-weight: 700; } .ansi-italic { font-style: italic; } .ansi-underline { text-decoration: underline; }
        .ansi-fg-0 { color: var(--c0); } .ansi-fg-1 { color: var(--c1); } .ansi-fg-2 { color: var(--c2); } .ansi-fg-3 { color: var(--c3); } .ansi-fg-4 { color: var(--c4); } .ansi-fg-5 { color: var(--c5); } .ansi-fg-6 { color: var(--c6); } .ansi-fg-7 { color: var(--c7); }
        .ansi-fg-8 { color: var(--c8); } .ansi-fg-9 { color: var(--c9); } .ansi-fg-10 { color: var(--c10); } .ansi-fg-11 { color: var(--c11); } .ansi-fg-12 { color: var(--c12); } .ansi-fg-13 { color: var(--c13); } .ansi-fg-14 { color: var(--c14); } .ansi-fg-15 { color: var(--c15); }
        .ansi-bg-0 { background: var(--c0); } .ansi-bg-1 { background: var(--c1); } .ansi-bg-2 { background: var(--c2); } .ansi-bg-3 { background: var(--c3); } .ansi-bg-4 { background: var(--c4); } .ansi-bg-5 { background: var(--c5); } .ansi-bg-6 { background: var(--c6); } .ansi-bg-7 { background: var(--c7); }
        .ansi-bg-8 { background: var(--c8); } .ansi-bg-9 { background: var(--c9); } .ansi-bg-10 { background: var(--c10); } .ansi-bg-11 { background: var(--c11); } .ansi-bg-12 { background: var(--c12); } .ansi-bg-13 { background: var(--c13); } .ansi-bg-14 { background: var(--c14); } .ansi-bg-15 { background: var(--c15); }
        @media (max-width: 60rem) { body { display: block; } nav { position: static; width: auto; max-height: none; padding: 1rem; } }
        @media print { nav { display: none; } pre { white-space: pre-wrap; } pre.output { max-height: none; } }

        """;
}
