import type { Resources } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { Icon, type IconName } from "../../parts/icons.tsx";
import { Empty, Split, Toolbar } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { dateTime } from "../../state/format.ts";
import { href, route } from "../../state/route.ts";
import { connection } from "../../state/store.ts";
import { Bucket } from "./bucket.tsx";
import { Queue } from "./queue.tsx";
import { Table } from "./table.tsx";

export function ResourcesPage() {
  const [, kind, name] = route.value;
  const loaded = useLoaded((signal) => read<Resources>("/resources", {}, signal), [connection.value]);
  return (
    <Split
      isOpen={kind !== undefined}
      back={href("resources")}
      list={
        <>
          <Toolbar title="Resources" />
          <div class="scroll">
            <Show loaded={loaded}>{(resources) => <List resources={resources} />}</Show>
          </div>
        </>
      }
      detail={
        kind === "bucket" && name ? (
          <Bucket key={name} name={name} />
        ) : kind === "queue" && name ? (
          <Queue key={name} url={name} />
        ) : kind === "table" && name ? (
          <Table key={name} name={name} />
        ) : (
          <Empty icon="resources" title="Nothing is selected">
            <p>Select a bucket, a queue or a table. Looking changes nothing: no message is received.</p>
          </Empty>
        )
      }
    />
  );
}

function List({ resources: { buckets, queues, tables, secrets } }: { resources: Resources }) {
  if (buckets.length + queues.length + tables.length + secrets.length === 0)
    return (
      <Empty icon="resources" title="No bucket, queue or table">
        <p>Those that the app has appear here once it is deployed.</p>
      </Empty>
    );
  return (
    <>
      <Group title="Buckets" icon="resources" kind="bucket" of={buckets.map((name) => [name, name])} />
      <Group title="Queues" icon="trace" kind="queue" of={queues.map(({ url, name }) => [url, name])} />
      <Group title="Tables" icon="overview" kind="table" of={tables.map((name) => [name, name])} />
      {secrets.length > 0 && (
        <>
          <h2 class="group-title">Secrets</h2>
          <ul>
            {secrets.map(({ name, kind, changedAt }) => (
              <li key={name} class="group-entry">
                <Icon name="permissions" />
                <span>
                  {name}
                  <small class="muted">
                    {kind}, value hidden{changedAt ? `, changed ${dateTime(changedAt)}` : ""}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const Group = ({
  title,
  icon,
  kind,
  of,
}: {
  title: string;
  icon: IconName;
  kind: string;
  of: [id: string, name: string][];
}) =>
  of.length === 0 ? null : (
    <>
      <h2 class="group-title">{title}</h2>
      <ul>
        {of.map(([id, name]) => (
          <li key={id}>
            <a
              class="group-entry"
              href={href("resources", kind, id)}
              aria-current={route.value[1] === kind && route.value[2] === id ? "page" : undefined}
            >
              <Icon name={icon} />
              <span>{name}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
