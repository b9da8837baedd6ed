// Webcil to PE. The one assembly that is on no NuGet source, Microsoft.JSInterop.WebAssembly, comes from npm as webcil: the sections of a
// .NET assembly without the headers of a Windows executable, wrapped in a WebAssembly module. ILLink reads PE only, so the headers are put back.
// The layout is in dotnet/runtime, docs/design/mono/webcil.md. All numbers are little endian.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const [input, output] = process.argv.slice(2);
const webcil = payloadOf(await readFile(input));
await mkdir(dirname(output), { recursive: true });
await writeFile(output, portableExecutable(webcil));

/** The module has two passive data segments: the payload's length, and the payload. */
function payloadOf(module) {
  if (module.readUInt32LE(0) !== 0x6d736100) {
    throw new Error(`${input} is no WebAssembly module.`);
  }
  let at = 8;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
  };
  while (at < module.length) {
    const section = module[at++];
    const end = varint() + at;
    if (section !== 11) {
      at = end;
      continue;
    }
    const segments = [];
    for (let left = varint(); left > 0; left--) {
      if (varint() !== 1) {
        throw new Error(`${input} has a data segment that is not passive: no webcil.`);
      }
      const length = varint();
      segments.push(module.subarray(at, (at += length)));
    }
    return segments[1];
  }
  throw new Error(`${input} has no data section.`);
}

function portableExecutable(webcil) {
  if (webcil.toString("latin1", 0, 4) !== "WbIL" || webcil.readUInt16LE(4) !== 0) {
    throw new Error(`${input} is not webcil of version 0.`);
  }
  const sectionCount = webcil.readUInt16LE(8);
  const fileAlignment = 0x200;
  const sectionAlignment = 0x2000;
  const align = (value, to) => Math.ceil(value / to) * to;

  let fileOffset = align(0x80 + 24 + 224 + 40 * sectionCount, fileAlignment);
  const headersLength = fileOffset;
  const sections = [];
  for (let index = 0; index < sectionCount; index++) {
    const entry = 28 + 16 * index;
    const [virtualSize, virtualAddress, rawSize, rawOffset] = [0, 4, 8, 12].map((field) => webcil.readUInt32LE(entry + field));
    sections.push({ virtualSize, virtualAddress, rawSize: align(rawSize, fileAlignment), fileOffset, bytes: webcil.subarray(rawOffset, rawOffset + rawSize) });
    fileOffset += align(rawSize, fileAlignment);
  }

  const file = Buffer.alloc(fileOffset);
  file.write("MZ", 0);
  file.writeUInt32LE(0x80, 0x3c);
  file.write("PE\0\0", 0x80);
  const coff = 0x84;
  file.writeUInt16LE(0x14c, coff); // i386, which for IL means any processor
  file.writeUInt16LE(sectionCount, coff + 2);
  file.writeUInt16LE(224, coff + 16);
  file.writeUInt16LE(0x2022, coff + 18); // executable image, large addresses, DLL
  const optional = coff + 20;
  const last = sections.at(-1);
  file.writeUInt16LE(0x10b, optional); // PE32
  file.writeUInt32LE(0x400000, optional + 28);
  file.writeUInt32LE(sectionAlignment, optional + 32);
  file.writeUInt32LE(fileAlignment, optional + 36);
  file.writeUInt16LE(4, optional + 40); // operating system and subsystem versions
  file.writeUInt16LE(4, optional + 48);
  file.writeUInt32LE(align(last.virtualAddress + last.virtualSize, sectionAlignment), optional + 56);
  file.writeUInt32LE(headersLength, optional + 60);
  file.writeUInt16LE(3, optional + 68); // console
  file.writeUInt16LE(0x8540, optional + 70);
  file.writeUInt32LE(16, optional + 92);
  const directories = optional + 96;
  webcil.copy(file, directories + 8 * 14, 12, 20); // CLI header
  sections.forEach((section, index) => {
    const header = optional + 224 + 40 * index;
    file.write(index === 0 ? ".text" : `.s${index}`, header);
    file.writeUInt32LE(section.virtualSize, header + 8);
    file.writeUInt32LE(section.virtualAddress, header + 12);
    file.writeUInt32LE(section.rawSize, header + 16);
    file.writeUInt32LE(section.fileOffset, header + 20);
    file.writeUInt32LE(index === 0 ? 0x60000020 : 0x40000040, header + 36);
    section.bytes.copy(file, section.fileOffset);
  });
  return file;
}
