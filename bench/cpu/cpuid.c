/*
 * Loaded before all else (LD_PRELOAD) into a Host and its helpers whose libraries have had their `cpuid` instructions made invalid by
 * patch.ts: answers in their place, without the features that the variable CEFRIG_CPUID_MASK takes away.
 *
 * The mask is a list `leaf:register:bits`, hexadecimal, as `7:b:d0030000`; subleaf 0.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

struct mask {
  uint32_t leaf;
  char reg;
  uint32_t bits;
};

static struct mask masks[32];
static int count;
static struct sigaction next;

static void answer(int signal, siginfo_t* info, void* opaque) {
  (void)signal, (void)info;
  ucontext_t* context = opaque;
  greg_t* regs = context->uc_mcontext.gregs;
  const uint8_t* at = (const uint8_t*)regs[REG_RIP];
  if (at[0] != 0x0f || at[1] != 0x04) {
    /* Not ours: as if nobody had asked. The instruction runs again and ends the process. */
    struct sigaction usual = {.sa_handler = SIG_DFL};
    int (*real)(int, const struct sigaction*, struct sigaction*) = dlsym(RTLD_NEXT, "sigaction");
    real(SIGILL, &usual, NULL);
    return;
  }
  uint32_t leaf = (uint32_t)regs[REG_RAX], subleaf = (uint32_t)regs[REG_RCX], a, b, c, d;
  __cpuid_count(leaf, subleaf, a, b, c, d);
  for (int i = 0; i < count; i++) {
    if (masks[i].leaf != leaf || (leaf == 7 && subleaf != 0)) continue;
    if (masks[i].reg == 'b') b &= ~masks[i].bits;
    if (masks[i].reg == 'c') c &= ~masks[i].bits;
    if (masks[i].reg == 'd') d &= ~masks[i].bits;
  }
  regs[REG_RAX] = a;
  regs[REG_RBX] = b;
  regs[REG_RCX] = c;
  regs[REG_RDX] = d;
  regs[REG_RIP] += 2;
}

/* Chromium would put its own handler in the place of ours. */
int sigaction(int signal, const struct sigaction* action, struct sigaction* before) {
  static int (*real)(int, const struct sigaction*, struct sigaction*);
  if (!real) real = dlsym(RTLD_NEXT, "sigaction");
  if (signal != SIGILL) return real(signal, action, before);
  if (before) *before = next;
  if (action) next = *action;
  return 0;
}

__attribute__((constructor)) static void begin(void) {
  const char* list = getenv("CEFRIG_CPUID_MASK");
  for (; list && count < 32; count++) {
    struct mask* mask = &masks[count];
    if (sscanf(list, "%x:%c:%x", &mask->leaf, &mask->reg, &mask->bits) != 3) break;
    list = strchr(list, ',');
    if (list) list++;
  }
  struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
  sigemptyset(&action.sa_mask);
  int (*real)(int, const struct sigaction*, struct sigaction*) = dlsym(RTLD_NEXT, "sigaction");
  real(SIGILL, &action, NULL);
}
