import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32, createGzip } from 'node:zlib'
import { pinnedCef } from '../../src/install/pin.js'
import { run } from '../../src/install/process.js'
import { machinesCef } from './scratch.js'

const inRelease = [
  'libcef.so',
  'libEGL.so',
  'libGLESv2.so',
  'libvk_swiftshader.so',
  'libvulkan.so.1',
  'v8_context_snapshot.bin',
  'vk_swiftshader_icd.json',
]
const inResources = [
  'icudtl.dat',
  'resources.pak',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'locales/en-US.pak',
]

/** The official site's name of an archive. */
export function officialName(version = pinnedCef): string {
  return `cef_binary_${version}_linux64_minimal`
}

/** Lays out this machine's CEF as the official archives do, by links. */
export async function officialLayout(directory: string, version = pinnedCef): Promise<string> {
  const top = join(directory, officialName(version))
  for (const folder of ['Release', 'Resources/locales', 'include'])
    await mkdir(join(top, folder), { recursive: true })
  for (const name of inRelease) await symlink(join(machinesCef.directory, name), join(top, 'Release', name))
  for (const name of inResources)
    await symlink(join(machinesCef.directory, name), join(top, 'Resources', name))
  await writeFile(join(top, 'include/cef_app.h'), '// a header, which nobody needs at run time\n')
  await writeFile(
    join(top, 'README.txt'),
    'Chromium Embedded Framework (CEF) Minimal Binary Distribution for Linux\n',
  )
  return top
}

/** The same files in one directory, as the jar's archive has them. */
export async function flatLayout(directory: string, without: readonly string[] = []): Promise<string> {
  await mkdir(join(directory, 'locales'), { recursive: true })
  for (const name of [...inRelease, ...inResources].filter((name) => !without.includes(name))) {
    await symlink(join(machinesCef.directory, name), join(directory, name))
  }
  return directory
}

/** Packs a directory, its links followed, into a .tar.bz2. Two halves are compressed at once, because it takes long. */
export async function packBzip2(directory: string, archive: string): Promise<string> {
  const tar = `${archive}.tar`
  await shell(`tar -chf "$1" -C "$2" "$3"`, tar, join(directory, '..'), basename(directory))
  const half = Math.ceil((await stat(tar)).size / 2)
  await shell(
    'head -c "$2" "$1" | bzip2 -1 > "$1.1" & tail -c "+$(($2 + 1))" "$1" | bzip2 -1 > "$1.2" && wait && cat "$1.1" "$1.2" > "$3" && rm "$1" "$1.1" "$1.2"',
    tar,
    String(half),
    archive,
  )
  return archive
}

/** Packs the contents of a directory, its links followed, into a .tar.gz, by default not compressed, which is quicker. */
export async function packGzip(directory: string, archive: string, level = 0): Promise<string> {
  const tar = spawn('tar', ['-ch', '-C', directory, '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
  await pipeline(tar.stdout, createGzip({ level }), createWriteStream(archive))
  return archive
}

/** Puts files into a zip archive, stored as they are. */
export async function packZip(files: Record<string, string>, archive: string): Promise<string> {
  await using target = await open(archive, 'w')
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, path] of Object.entries(files)) {
    const { size } = await stat(path)
    let sum = 0
    for await (const chunk of createReadStream(path)) sum = crc32(chunk, sum)
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(10, 0)
    shared.writeUInt32LE(sum, 10)
    shared.writeUInt32LE(size, 14)
    shared.writeUInt32LE(size, 18)
    shared.writeUInt16LE(name.length, 22)
    await target.write(Buffer.concat([Buffer.from('PK\x03\x04'), shared, Buffer.from(name)]))
    for await (const chunk of createReadStream(path)) await target.write(chunk)
    const entry = Buffer.alloc(14)
    entry.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x0a\0'), shared, entry, Buffer.from(name))
    offset += 30 + name.length + size
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  await target.write(Buffer.concat([entries, end]))
  return archive
}

/** A copy of the first part of a file. */
export async function cutFile(path: string, copy: string, bytes: number): Promise<string> {
  await pipeline(createReadStream(path, { end: bytes - 1 }), createWriteStream(copy))
  return copy
}

/** A copy of a file with one text in it replaced by another of the same length, wherever it is. */
export async function patchFile(path: string, copy: string, from: string, to: string): Promise<string> {
  await copyFile(path, copy)
  await using file = await open(copy, 'r+')
  const bytes = await file.readFile()
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) await file.write(to, at)
  return copy
}

export async function sha1(path: string): Promise<string> {
  const hash = createHash('sha1')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Files that an installed CEF must have, with the sizes they must have. */
export async function expectedSizes(): Promise<Record<string, number>> {
  const names = [...inRelease, ...inResources]
  const sizes = names.map(async (name) => [name, (await stat(join(machinesCef.directory, name))).size])
  return Object.fromEntries(await Promise.all(sizes))
}

/** The sizes of the files in an installed CEF, without cefrig's own note. */
export async function sizesIn(directory: string): Promise<Record<string, number>> {
  const names = await readdir(directory, { recursive: true })
  const files = names.map(async (name) => [name, await stat(join(directory, name))] as const)
  const found = (await Promise.all(files)).filter(([name, file]) => file.isFile() && name !== 'cefrig.json')
  return Object.fromEntries(found.map(([name, file]) => [name, file.size]))
}

async function shell(script: string, ...args: string[]): Promise<void> {
  const { code, output } = await run('sh', ['-ec', script, 'sh', ...args])
  if (code !== 0) throw new Error(output)
}
