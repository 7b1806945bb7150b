/* RARE marks a function off the common path: it stays out of its caller, which would pay for it with registers and
 * stack at every call. For the interpreter's inner loop alone. */
#ifndef BASE_RARE_H
#define BASE_RARE_H

#define RARE __attribute__((noinline))

#endif
