/** The release of uv that is fetched where the machine has none. */
export const UV_VERSION = "0.13.9";

/** A platform's wheel in the package index: what comes after `uv-<version>-py3-none-` in its name, and its SHA-256. */
const WHEELS: Readonly<Record<string, readonly [tag: string, sha256: string]>> = {
  "darwin-arm64": ["macosx_11_0_arm64", "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63"],
  "darwin-x64": ["macosx_10_12_x86_64", "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5"],
  "linux-arm64": [
    "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
  ],
  "linux-x64": [
    "manylinux_2_17_x86_64.manylinux2014_x86_64",
    "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
  ],
  "linux-x64-musl": [
    "musllinux_1_1_x86_64",
    "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
  ],
};

export interface Wheel {
  file: string;
  sha256: string;
}

/** The wheel of uv for a platform; `undefined` where none is known. */
export function uvWheel(platform = thisPlatform()): Wheel | undefined {
  const [tag, sha256] = WHEELS[platform] ?? WHEELS[platform.replace("-musl", "")] ?? [];
  return tag && sha256 ? { file: `uv-${UV_VERSION}-py3-none-${tag}.whl`, sha256 } : undefined;
}

/** Such as `linux-x64`; with `-musl` where the C library is not glibc. */
function thisPlatform(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return platform;
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime ? platform : `${platform}-musl`;
}
