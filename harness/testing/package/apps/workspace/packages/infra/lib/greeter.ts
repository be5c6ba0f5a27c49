export const handler = async () => `hello from ${process.version}`;
