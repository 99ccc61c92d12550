/// The script that makes the table of classes sortable.
enum ReportScript {
  static let source = #"""
    (() => {
      const shown = 100;
      const data = JSON.parse(
        document.getElementById("class-data").textContent);
      const total = data.samples.length;
      // All classes, or those with samples.
      const classes = data.classes ?? [...data.samples.keys()];
      const table = document.getElementById("classes");
      const body = table.tBodies[0];
      const heads = [...table.querySelectorAll("th[data-first]")];
      const controls = document.querySelector(".controls");
      const input = controls.querySelector("input");
      const position = controls.querySelector(".position");
      const previous = controls.querySelector(".previous");
      const next = controls.querySelector(".next");

      const title = (i) =>
        data.names ? classes[i] + " " + data.names[i] : String(classes[i]);
      const accuracy = (i) => data.correct[i] / data.samples[i];
      const lossOrder = (i) => data.loss[i] ?? Infinity;
      // In the order of the table's headers.
      const columns = [
        (i) => i, (i) => data.samples[i], lossOrder, accuracy,
      ];

      const count = (n) =>
        String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
      const percent = (p) => (p * 100).toFixed(2) + "\u202f%";
      const loss = (i) => {
        if (data.loss[i] === null) return "not finite";
        const size = Math.abs(data.loss[i]);
        return size === 0 || size >= 1e-4 && size < 1e6
          ? data.loss[i].toFixed(4) : data.loss[i].toExponential(3);
      };

      let order = [...Array(total).keys()];
      let found = order;
      let start = 0;

      const cell = (row, text) => {
        row.insertCell().textContent = text;
      };

      const newRow = (i) => {
        const row = document.createElement("tr");
        const head = document.createElement("th");
        head.scope = "row";
        if (data.names) head.className = "name";
        head.textContent = title(i);
        row.append(head);
        cell(row, count(data.samples[i]));
        cell(row, loss(i));
        cell(row, percent(accuracy(i)));
        const bar = document.createElement("span");
        bar.className = "part";
        bar.style.width = accuracy(i) * 100 + "%";
        const wide = row.insertCell();
        wide.className = "wide";
        wide.append(bar);
        return row;
      };

      const show = () => {
        const page = found.slice(start, start + shown);
        body.replaceChildren(...page.map(newRow));
        previous.disabled = start === 0;
        next.disabled = start + shown >= found.length;
        const range = page.length > 1
          ? count(start + 1) + "–" + count(start + page.length)
          : count(page.length);
        position.textContent = page.length > 0
          ? range + " of " + count(found.length) : "No such class with samples";
      };

      const filter = () => {
        const text = input.value.trim().toLowerCase();
        const isFound = (i) => String(classes[i]).startsWith(text)
          || (data.names?.[i].toLowerCase().includes(text) ?? false);
        found = text === "" ? order : order.filter(isFound);
        start = 0;
        show();
      };

      const sort = (column, sign) => {
        const value = columns[column];
        order.sort((a, b) => {
          const [x, y] = [value(a), value(b)];
          return x === y ? a - b : sign * (x - y);
        });
        filter();
      };

      heads.forEach((head, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const other = { ascending: "descending", descending: "ascending" };
          const direction =
            other[head.getAttribute("aria-sort")] ?? head.dataset.first;
          heads.forEach((each) => each.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort", direction);
          sort(column, direction === "ascending" ? 1 : -1);
        });
      });
      input.addEventListener("input", filter);
      previous.addEventListener("click", () => {
        start -= shown;
        show();
      });
      next.addEventListener("click", () => {
        start += shown;
        show();
      });
      controls.hidden = total <= shown;
      if (total > shown) show();
    })();
    """#
}
