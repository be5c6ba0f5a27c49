/** Line icons of 20 by 20, drawn for the console. */
const PATHS = {
  overview: "M4 4h5v5H4zM11 11h5v5h-5zM9 6.500h3.500a1 1 0 0 1 1 1V11",
  inbox: "M3 5.500h14v9H3zM3 6l7 5 7-5",
  executions: "M5 4h4v3H5zM11 13h4v3h-4zM7 7v3a1 1 0 0 0 1 1h4a1 1 0 0 1 1 1v1",
  requests: "M3 7h12m0 0-3-3m3 3-3 3M17 13H5m0 0 3-3m-3 3 3 3",
  trace: "M3 5h8M6 10h8M9 15h8",
  logs: "M4 5h12M4 8.500h9M4 12h12M4 15.500h6",
  controls: "M10 3v6M10 9a3 3 0 1 0 .01 0M4 5v3m0 4v5m12-12v7m0 4v1M2.500 10h3M14.500 14h3",
  permissions: "M10 3l6 2v4.500c0 3.500-2.500 6-6 7.500-3.500-1.500-6-4-6-7.500V5zM7.500 10l2 2 3.500-4",
  resources:
    "M4 6c0-1.500 12-1.500 12 0v8c0 1.500-12 1.500-12 0zM4 6c0 1.500 12 1.500 12 0M4 10c0 1.500 12 1.500 12 0",
  back: "M12 4l-6 6 6 6",
  search: "M9 4a5 5 0 1 0 .01 0M12.700 12.700 16.500 16.500",
  trash: "M4 6h12M8 6V4h4v2M6 6l.7 10h6.600L14 6",
  clip: "M14 8l-5.500 5.500a2 2 0 0 1-3-3L11 5a3 3 0 0 1 4.500 4.500L9.500 15.500",
  download: "M10 3v9m0 0-3.500-3.500M10 12l3.500-3.500M4 16h12",
  play: "M6 4l10 6-10 6z",
  skip: "M4 5l7 5-7 5zM15 5v10",
  redrive: "M15.500 10a5.500 5.500 0 1 1-1.600-3.900L16 8M16 4v4h-4",
  stop: "M5 5h10v10H5z",
  close: "M5 5l10 10M15 5 5 15",
  help: "M7.500 7.500a2.500 2.500 0 1 1 3.500 2.300c-.7.4-1 .8-1 1.700M10 15v.1",
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
