/* Patterns of document contents: PCRE2, the whole value, under limits that make the answer the same everywhere.
 *
 * The only door to pcre2.h. A count of matching steps bounds the time, never a clock; being over that budget is its
 * own answer and never "does not match". Recursion, back references, look-behind, callouts, conditions and verbs are
 * not part of the language: with them no bound on the cost would hold. */
#ifndef MODEL_PATTERN_H
#define MODEL_PATTERN_H

#include "base/finding.h"

struct pattern; /* compiled; owned by whoever compiled it */

enum pattern_problem {
    PATTERN_FINE,
    PATTERN_TOO_LONG,    /* above LIMIT PATTERN_BYTES */
    PATTERN_NOT_ALLOWED, /* a construct that is not part of the language */
    PATTERN_BROKEN,      /* PCRE2 says what is wrong, in `detail` */
    PATTERN_MEMORY,
};

struct pattern_error {
    enum pattern_problem problem;
    size_t at;        /* byte of the pattern */
    char detail[128]; /* PCRE2's words, in English */
};

enum pattern_verdict {
    PATTERN_MATCHES,
    PATTERN_DIFFERS,
    PATTERN_OVER_BUDGET, /* gave up at a limit: neither yes nor no */
    PATTERN_BAD_SUBJECT, /* above LIMIT SUBJECT_BYTES, or not UTF-8 */
    PATTERN_OUT_OF_MEMORY,
};

/* The pattern that a known name (`nip`, `email-dinas`, …) stands for, or `text` itself. */
struct text pattern_known(struct text text);

/* What a known name stands for in words, with an example; empty where it is none. */
struct text pattern_meaning(struct text name, enum lang lang);

/* The known names, each between backticks with a blank behind it. */
extern const char pattern_names[];

/* Compiles; NULL with `*error` set when it cannot be used. */
struct pattern *pattern_compile(struct text text, struct pattern_error *error);

/* Does the whole of `subject` match? */
enum pattern_verdict pattern_match(const struct pattern *pattern, struct text subject);

void pattern_free(struct pattern *pattern);

#endif
