import { useState } from "preact/hooks";
import type { ExecutionRow } from "../../../shapes.ts";
import { Empty, Search, Split, Status, Toolbar } from "../../parts/layout.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { clock, count, duration } from "../../state/format.ts";
import { now } from "../../state/now.ts";
import { go, href, route } from "../../state/route.ts";
import { endpoint, executions, lastOf, loaded, newestFirst, shortName, totals } from "../../state/store.ts";
import { ExecutionDetail } from "./execution.tsx";

const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] as const;

export function Executions() {
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState("");
  const [machine, setMachine] = useState("");
  const arn = route.value[1];
  const all = newestFirst(executions.all.value, (row) => row.startedAt);
  const machines = [...new Set(all.map((row) => row.stateMachineArn))].sort();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = all.filter(
    (row) =>
      (status === "" || row.status === status) &&
      (machine === "" || row.stateMachineArn === machine) &&
      words.every((word) => `${row.arn} ${row.status} ${row.error ?? ""}`.toLowerCase().includes(word)),
  );
  const list = (
    <>
      <Toolbar title="Executions">
        <Search label="Search executions" value={search} onInput={setSearch} />
        <select
          aria-label="Status"
          value={status}
          onChange={({ currentTarget }) => setStatus(currentTarget.value)}
        >
          <option value="">every status</option>
          {STATUSES.map((name) => (
            <option key={name} value={name}>
              {name.toLowerCase().replace("_", " ")}
            </option>
          ))}
        </select>
        {machines.length > 1 && (
          <select
            aria-label="State machine"
            value={machine}
            onChange={({ currentTarget }) => setMachine(currentTarget.value)}
          >
            <option value="">every state machine</option>
            {machines.map((each) => (
              <option key={each} value={each}>
                {shortName(each)}
              </option>
            ))}
          </select>
        )}
      </Toolbar>
      {rows.length === 0 && loaded.value ? (
        <Nothing isFiltered={all.length > 0} />
      ) : (
        <VirtualList
          label="Executions"
          rows={rows}
          rowHeight={56}
          keyOf={(row) => row.arn}
          selected={arn}
          onSelect={(row) => go(href("executions", row.arn), { replace: arn !== undefined })}
          render={(row) => <Row row={row} />}
        />
      )}
      <p class="list-foot">
        {count(rows.length, "execution")}
        {rows.length < all.length ? ` of ${all.length}` : ""}
        {totals.value.executions > all.length ? `, the newest of ${totals.value.executions}` : ""}
      </p>
    </>
  );
  return (
    <Split
      list={list}
      isOpen={arn !== undefined}
      back={href("executions")}
      detail={
        arn === undefined ? (
          <Empty icon="executions" title="No execution is selected">
            <p>Select one to see its state machine, the path that it took, and the data of each state.</p>
          </Empty>
        ) : (
          <ExecutionDetail key={arn} arn={arn} />
        )
      }
    />
  );
}

const Row = ({ row }: { row: ExecutionRow }) => (
  <>
    <span class="row-line">
      <b title={lastOf(row.stateMachineArn)}>{shortName(row.stateMachineArn)}</b>
      <Status value={row.status} />
    </span>
    <span class="row-line">
      <span class="subject muted" title={row.name}>
        {row.arn.split(":").slice(7).join(":")}
      </span>
      <span class="muted">
        {clock(row.startedAt)} · {duration((row.endedAt ?? now.value) - row.startedAt)}
      </span>
    </span>
  </>
);

const Nothing = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <Empty icon="search" title="No execution fits">
      <p>Choose another status or state machine, or search for another name or error.</p>
    </Empty>
  ) : (
    <Empty icon="executions" title="No execution yet">
      <p>
        Executions of the app's state machines appear here by themselves, Express ones too. Use the app, or
        start one:
      </p>
      <pre class="command">
        aws --endpoint-url {endpoint.value} stepfunctions start-execution --state-machine-arn … --input '
        {"{}"}'
      </pre>
    </Empty>
  );
