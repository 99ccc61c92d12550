/// The style sheet of the HTML report, for light and dark mode.
enum ReportStyle {
  static let css = """
    :root {
      color-scheme: light dark;
      --paper: #fcfcfa;
      --ink: #1d2126;
      --soft: #5a626c;
      --line: #dcdfe2;
      --accent: #2f62a3;
      --bar: #6592c6;
      --gap: #9a3410;
      --hover: #f0f2f4;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #15181c;
        --ink: #e4e6e8;
        --soft: #a0a8b2;
        --line: #33393f;
        --accent: #8ab8f0;
        --bar: #47719f;
        --gap: #f09a6c;
        --hover: #1f242a;
      }
    }
    * { box-sizing: border-box; }
    html { text-size-adjust: 100%; -webkit-text-size-adjust: 100%; }
    body {
      margin: 0 auto;
      padding: 3rem 1.5rem 4rem;
      max-width: 69rem;
      background: var(--paper);
      color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
        "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
      font-variant-numeric: tabular-nums;
    }
    h1, h2 { line-height: 1.2; font-weight: 600; text-wrap: balance; }
    h1 { margin: 0; font-size: 1.75rem; overflow-wrap: anywhere; }
    h2 { margin: 0; font-size: 1.25rem; }
    p { margin: .25rem 0 1rem; color: var(--soft); }
    section { margin-top: 3.5rem; min-width: 0; }
    .pair { display: grid; gap: 0 4rem; }
    @media (min-width: 60rem) {
      .pair { grid-template-columns: 1fr 1fr; }
    }

    dl, dd { margin: 0; }
    dt, .note { color: var(--soft); font-size: .875rem; }
    .figures {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr));
      gap: 1.5rem 1rem;
      margin-top: 2rem;
      padding: 1.5rem 0;
      border: solid var(--line);
      border-width: 1px 0;
    }
    .figures dd:not(.note) { font-size: 1.5rem; line-height: 1.3; }
    .row { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; }
    .row dt { font-size: .8125rem; }
    .legend + .row, .row + table { margin-top: .75rem; }
    .empty { margin: 0; color: var(--ink); }
    .warning { margin: 1rem 0 0; color: var(--gap); }

    svg {
      display: block;
      width: 100%;
      max-width: 36rem;
      height: auto;
      overflow: visible;
    }
    svg.pattern { position: absolute; width: 0; height: 0; }
    svg text { fill: var(--soft); font-size: 12px; }
    svg .middle { text-anchor: middle; }
    svg .end { text-anchor: end; }
    .level, .tick { stroke: var(--line); fill: none; }
    rect.bar, rect.share { fill: var(--bar); }
    rect.gap { fill: url(#hatch); stroke: var(--gap); }
    .hatch { stroke: var(--gap); stroke-width: 2; }
    g:hover > rect.bar, g:hover > rect.share { fill: var(--accent); }
    path.ideal { fill: none; stroke: var(--ink); stroke-dasharray: 5 4; }
    @media (max-width: 34rem) {
      body { padding: 2rem 1rem 3rem; }
      svg text { font-size: 16px; }
      .figures { grid-template-columns: 1fr 1fr; }
    }
    svg + * { margin-top: .75rem; }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: .25rem 1.5rem;
      margin-bottom: 0;
      padding: 0;
      list-style: none;
      font-size: .875rem;
    }
    .swatch {
      display: inline-block;
      width: 1rem;
      height: .75rem;
      margin-right: .5rem;
    }
    .swatch.bar { background: var(--bar); }
    .swatch.gap {
      background: repeating-linear-gradient(
        -45deg, var(--gap) 0 1.5px, #0000 1.5px 4px);
      border: 1px solid var(--gap);
    }
    .swatch.ideal {
      height: 0;
      vertical-align: middle;
      border-top: 2px dashed var(--ink);
    }

    table { width: 100%; border-spacing: 0; font-size: .9375rem; }
    caption {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    th, td {
      padding: .25rem 0 .25rem .75rem;
      border-bottom: 1px solid var(--line);
      text-align: right;
      font-weight: 400;
      white-space: nowrap;
    }
    tr > :first-child { padding-left: 0; width: 1px; }
    thead th {
      position: sticky;
      top: 0;
      background: var(--paper);
      color: var(--soft);
      font-size: .875rem;
      vertical-align: bottom;
    }
    tr > .name {
      min-width: 7rem;
      width: auto;
      text-align: left;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    tbody tr:hover > * { background: var(--hover); }
    #classes th, #classes td { padding-left: 2rem; }
    #classes tr > :first-child { padding-left: 0; }
    #classes .name { min-width: 18rem; }
    #classes .wide { padding-left: 1rem; width: 100%; }
    .part { display: block; height: .5rem; background: var(--bar); }
    @media (max-width: 34rem) {
      table, thead th { font-size: .8125rem; }
      th, td, #classes th, #classes td { padding-left: .5rem; }
      tr > .name, #classes .name { min-width: 4rem; }
      #classes .wide { display: none; }
    }

    button, input, summary { font: inherit; color: inherit; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    summary { cursor: pointer; color: var(--accent); font-size: .875rem; }
    details { margin-top: .75rem; }
    th button {
      padding: 0;
      border: 0;
      background: none;
      cursor: pointer;
    }
    th button:hover { color: var(--ink); text-decoration: underline; }
    [aria-sort] button { color: var(--ink); font-weight: 600; }
    [aria-sort="ascending"] button::before { content: "↑ "; }
    [aria-sort="descending"] button::before { content: "↓ "; }
    .controls {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: .5rem 1.5rem;
      margin-bottom: .75rem;
    }
    .controls[hidden] { display: none; }
    .controls input, .controls button {
      padding: .25rem .75rem;
      border: 1px solid var(--soft);
      border-radius: .25rem;
      background: none;
    }
    .controls button { cursor: pointer; }
    .controls button:disabled {
      border-color: var(--line);
      color: var(--soft);
      cursor: default;
    }
    .position { margin-left: auto; color: var(--soft); }
    """
}
