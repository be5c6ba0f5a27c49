import type { ComponentChildren } from "preact";

/** A table with a heading for each column; the children are its rows. */
export const Table = ({ columns, children }: { columns: readonly string[]; children: ComponentChildren }) => (
  <table class="table">
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);
