import { useState } from "preact/hooks";
import type { UsageRow } from "../../../shapes.ts";
import type { PermissionRow, Permissions } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { Empty, PageBody, Toolbar } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { Table } from "../../parts/table.tsx";
import { clock, count } from "../../state/format.ts";
import { href } from "../../state/route.ts";
import { lastOf, shortName, usage } from "../../state/store.ts";

export function PermissionsPage() {
  const [turn, setTurn] = useState(0);
  const loaded = useLoaded((signal) => read<Permissions>("/permissions", {}, signal), [turn]);
  return (
    <div class="page">
      <Toolbar title="Permissions">
        <button type="button" class="button" onClick={() => setTurn(turn + 1)}>
          Compare again
        </button>
      </Toolbar>
      <PageBody extra="stack">
        <Show loaded={loaded}>{(permissions) => <Compared permissions={permissions} />}</Show>
        <Called />
      </PageBody>
    </div>
  );
}

const TONES: Record<PermissionRow["state"], string> = {
  used: "good",
  unused: "warn",
  denied: "bad",
};

const Compared = ({ permissions: { sections, findings, missing } }: { permissions: Permissions }) => (
  <>
    {missing && <p class="note">{missing}</p>}
    {findings.length > 0 && (
      <section class="card" aria-labelledby="findings">
        <h2 id="findings">Findings</h2>
        <table class="table">
          <tbody>
            {findings.map(({ kind, text }) => (
              <tr key={text}>
                <th scope="row">
                  <span class={`status ${kind === "denied" || kind === "open" ? "bad" : "warn"}`}>
                    {kind}
                  </span>
                </th>
                <td>{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )}
    {sections.map(({ title, rows }) => (
      <section key={title} class="card" aria-label={title}>
        <h2>{title}</h2>
        <Table columns={["State", "Action", "On", "Shown by"]}>
          {rows.map((row) => (
            <tr key={`${row.state} ${row.action} ${row.on}`}>
              <td>
                <span class={`status ${TONES[row.state]}`}>{row.state}</span>
              </td>
              <td>
                <code>{row.action}</code>
              </td>
              <td>{row.on}</td>
              <td>
                <ShownBy row={row} />
              </td>
            </tr>
          ))}
        </Table>
      </section>
    ))}
  </>
);

/** The last call, with a link to its trace, and how many there were. */
function ShownBy({ row: { times, implied, call } }: { row: PermissionRow }) {
  if (implied.length > 0) return <>{implied.join(", ")}</>;
  if (!call) return <>no call</>;
  return (
    <>
      {call.trace ? <a href={href("trace", call.trace)}>{call.name}</a> : call.name} at {clock(call.time)},{" "}
      {count(times, "call")}
    </>
  );
}

/** What each role really did, whatever its policies say. */
function Called() {
  const byRole = Map.groupBy(
    usage.all.value.filter(({ by }) => by.startsWith("arn:")),
    ({ by }: UsageRow) => by,
  );
  if (byRole.size === 0)
    return (
      <Empty icon="permissions" title="No role has called anything yet">
        <p>Use the app: what each role calls is compared with what its policies allow.</p>
      </Empty>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section class="card wide" aria-labelledby="called" tabIndex={0}>
      <h2 id="called">Calls by role</h2>
      <Table columns={["Role", "Call", "On", "Times", "Errors", "Last"]}>
        {[...byRole].flatMap(([role, rows]) =>
          rows.map((row) => (
            <tr key={`${role} ${row.service} ${row.operation} ${row.resource}`}>
              <th scope="row" title={lastOf(role)}>
                {shortName(role)}
              </th>
              <td>
                {row.service} {row.operation}
              </td>
              <td title={row.resource}>{shortName(row.resource)}</td>
              <td class="number">{row.calls}</td>
              <td>{row.errors > 0 ? `${row.errors}, ${row.lastError}` : ""}</td>
              <td class="number">{clock(row.lastAt)}</td>
            </tr>
          )),
        )}
      </Table>
    </section>
  );
}
