/* The examples of the findings: for each code that a check looks for, a file that shows it alone and its mended twin.
 *
 * The files are `examples/CODE.bad.yaml` and `examples/CODE.good.yaml`; the build makes `examples.c` of them, and the
 * tests check those same files. */
#ifndef API_EXAMPLES_H
#define API_EXAMPLES_H

struct example {
    const char *code, *bad, *good;
};

/* The example of a code, or NULL. */
const struct example *example_find(const char *code);

#endif
