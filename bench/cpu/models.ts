/** What a model of a CPU lacks of the features of this machine's. */
export interface CpuModel {
  /** For cpuid.c: `leaf:register:bits`. */
  cpuid: string
  /** For the C library, which chooses its functions of mathematics by the CPU too. */
  libc: string
}

const avx512 = '7:b:d0230000,7:c:5842'
const newer = `${avx512},7:c:700,7:b:20000000`
const avx2 = '7:b:128,1:c:401000,80000001:c:20'
const libcAvx512 = '-AVX512F,-AVX512VL,-AVX512BW,-AVX512CD,-AVX512DQ'

/** Generations of CPUs, the newest first: each lacks what the one before lacks, and more. */
export const models: Readonly<Record<string, CpuModel>> = {
  'x86-64-v4 (AVX-512)': { cpuid: '', libc: '' },
  'x86-64-v3 (Haswell: AVX2, FMA)': { cpuid: newer, libc: libcAvx512 },
  'AVX without FMA (Sandy Bridge)': { cpuid: `${newer},${avx2}`, libc: `${libcAvx512},-AVX2,-FMA,-BMI2` },
  'x86-64-v2 (Nehalem: SSE4.2)': {
    cpuid: `${newer},${avx2},1:c:3e401002`,
    libc: `${libcAvx512},-AVX2,-FMA,-BMI2,-AVX,-FMA4`,
  },
  'SSSE3 (Core 2)': {
    cpuid: `${newer},${avx2},1:c:3ed81002`,
    libc: `${libcAvx512},-AVX2,-FMA,-BMI2,-AVX,-FMA4,-SSE4_1,-SSE4_2`,
  },
}
