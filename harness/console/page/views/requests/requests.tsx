import { useState } from "preact/hooks";
import type { RequestRow } from "../../../shapes.ts";
import type { RequestContent } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Empty, Facts, Search, Split, Toolbar } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { Table } from "../../parts/table.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { clock, count, dateTime, duration } from "../../state/format.ts";
import { go, href, route } from "../../state/route.ts";
import { loaded, requests } from "../../state/store.ts";
import { TraceView } from "../trace/trace.tsx";

const pathOf = ({ path }: RequestRow): string => path.replace(/^\/_aws\/execute-api\/[^/]+/, "");

const toneOf = (status: number): string => (status >= 500 ? "bad" : status >= 400 ? "warn" : "good");

export function Requests() {
  const [search, setSearch] = useState("");
  const [status, setStatus] = useState("");
  const seq = route.value[1];
  const all = requests.all.value.toReversed();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = all.filter(
    (row) =>
      (status === "" || `${row.status}`.startsWith(status)) &&
      words.every((word) =>
        `${row.method} ${row.path}?${row.query} ${row.status} ${row.requestId} ${row.trace}`
          .toLowerCase()
          .includes(word),
      ),
  );
  const list = (
    <>
      <Toolbar title="Requests">
        <Search label="Search requests" value={search} onInput={setSearch} />
        <select
          aria-label="Status"
          value={status}
          onChange={({ currentTarget }) => setStatus(currentTarget.value)}
        >
          <option value="">every status</option>
          <option value="2">2xx</option>
          <option value="3">3xx</option>
          <option value="4">4xx</option>
          <option value="5">5xx</option>
        </select>
      </Toolbar>
      {rows.length === 0 && loaded.value ? (
        <Empty icon="requests" title={all.length > 0 ? "No request fits" : "No request yet"}>
          <p>
            {all.length > 0
              ? "Search for a part of the path, a method, a status or an id."
              : "Requests to the app's APIs and function URLs appear here by themselves. Open its page, or call its API: the outputs of the deployment have the address."}
          </p>
        </Empty>
      ) : (
        <VirtualList
          label="Requests"
          rows={rows}
          rowHeight={52}
          keyOf={(row) => `${row.seq}`}
          selected={seq}
          onSelect={(row) => go(href("requests", `${row.seq}`), { replace: seq !== undefined })}
          render={(row) => (
            <>
              <span class="row-line">
                <span>
                  <b>{row.method}</b> {pathOf(row)}
                </span>
                <span class={`status ${toneOf(row.status)}`}>{row.status}</span>
              </span>
              <span class="row-line muted">
                <span>{row.query ? `?${row.query}` : row.host}</span>
                <span>
                  {clock(row.time)} · {duration(row.durationMs)}
                </span>
              </span>
            </>
          )}
        />
      )}
      <p class="list-foot">{count(rows.length, "request")}, the last 2,000 are kept</p>
    </>
  );
  return (
    <Split
      list={list}
      isOpen={seq !== undefined}
      back={href("requests")}
      detail={
        seq === undefined ? (
          <Empty icon="requests" title="No request is selected">
            <p>Select one to see it with its response, and what it caused.</p>
          </Empty>
        ) : (
          <RequestDetail key={seq} seq={seq} />
        )
      }
    />
  );
}

function RequestDetail({ seq }: { seq: string }) {
  const loadedRequest = useLoaded((signal) => read<RequestContent>(`/requests/${seq}`, {}, signal), [seq]);
  return (
    <Show loaded={loadedRequest}>
      {(request) => (
        <article aria-label={`Request ${request.method} ${pathOf(request)}`}>
          <header class="detail-head">
            <h2>
              {request.method} {pathOf(request)}{" "}
              <span class={`status ${toneOf(request.status)}`}>{request.status}</span>
            </h2>
            {request.trace && (
              <a class="button quiet" href={href("trace", request.trace)}>
                <Icon name="trace" /> Trace
              </a>
            )}
          </header>
          <Facts
            of={[
              ["At", dateTime(request.time)],
              ["Took", duration(request.durationMs)],
              ["Host", request.host],
              ["Query", request.query],
              ["Request id", request.requestId && <code>{request.requestId}</code>],
            ]}
          />
          <Tabs
            label="Parts of the request"
            tabs={[
              {
                name: "Request",
                content: () => <Message headers={request.requestHeaders} body={request.requestBody} />,
              },
              {
                name: "Response",
                content: () => <Message headers={request.responseHeaders} body={request.responseBody} />,
              },
              { name: "What it caused", content: () => request.trace && <TraceView id={request.trace} /> },
            ]}
          />
        </article>
      )}
    </Show>
  );
}

const Message = ({ headers, body }: { headers: [string, string][]; body: string }) => (
  <div class="stack">
    {body === "" ? <p class="muted">It has no body.</p> : <JsonView label="Body" value={body} />}
    <Table columns={["Header", "Value"]}>
      {headers.map(([name, value], index) => (
        <tr key={`${name} ${index}`}>
          <th scope="row">{name}</th>
          <td>{value}</td>
        </tr>
      ))}
    </Table>
  </div>
);
