/* The fuzz targets without a fuzzer: over their whole corpora, over hostile inputs too large to keep, and over random
 * mutations of the corpora, the same ones each time. A broken must() or a sanitizer's complaint ends the program; the
 * input's name is then said. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "world/files.h"

#define LLVMFuzzerTestOneInput fuzz_read
#include "fuzz/fuzz_read.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_event
#include "fuzz/fuzz_event.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_leaf
#include "fuzz/fuzz_leaf.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_record
#include "fuzz/fuzz_record.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_state
#include "fuzz/fuzz_state.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_csv
#include "fuzz/fuzz_csv.c"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_secret_key
#include "fuzz/fuzz_secret_key.c"
#undef LLVMFuzzerTestOneInput

#ifdef __SANITIZE_ADDRESS__
enum { READ_MUTATIONS = 3000, SMALL_MUTATIONS = 5000 };
#else
enum { READ_MUTATIONS = 20000, SMALL_MUTATIONS = 20000 };
#endif
enum { SECONDS = 300, MOST_BYTES = 1 << 20, SEED = 35 };

typedef int fuzz_target(const uint8_t *data, size_t size);

static char doing[128];

static void say_what(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s: must(%s) at %s:%d\n", doing, condition, file, line);
}

/* The target gets a block of exactly that size: a sanitizer then sees one byte too far. */
static void try_input(fuzz_target *target, struct text bytes)
{
    uint8_t *exact = malloc(bytes.len ? bytes.len : 1);
    assert_non_null(exact);
    if (bytes.len)
        memcpy(exact, bytes.at, bytes.len);
    assert_int_equal(target(exact, bytes.len), 0);
    free(exact);
}

/* --- corpora --- */

struct corpus {
    struct arena arena;
    struct texts names;
    struct text *files;
};

static void corpus_open(struct corpus *corpus, const char *folder)
{
    char path[128];
    struct failure failure;
    *corpus = (struct corpus){0};
    assert_int_equal(folder_list(folder, &corpus->arena, &corpus->names, &failure), STATUS_OK);
    corpus->files = ARENA_ARRAY(&corpus->arena, corpus->names.n, struct text);
    for (size_t i = 0; i < corpus->names.n; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, corpus->names.at[i].at);
        assert_int_equal(file_read(path, MOST_BYTES, &corpus->arena, &corpus->files[i], &failure), STATUS_OK);
    }
}

/* A target with its corpus, which has at least so many inputs, and how often it is mutated. */
struct trial {
    const char *name;
    fuzz_target *target;
    const char *folder;
    size_t least, mutations;
};

static const struct trial trials[] = {
    {"files", fuzz_read, "tests/fuzz/corpus-read", 70, READ_MUTATIONS},
    {"events", fuzz_event, "tests/fuzz/corpus-event", 30, SMALL_MUTATIONS},
    {"leaves", fuzz_leaf, "tests/fuzz/corpus-leaf", 30, SMALL_MUTATIONS},
    {"records", fuzz_record, "tests/fuzz/corpus-record", 80, SMALL_MUTATIONS},
    {"states", fuzz_state, "tests/fuzz/corpus-state", 50, SMALL_MUTATIONS},
    {"CSV files", fuzz_csv, "tests/fuzz/corpus-csv", 60, SMALL_MUTATIONS},
    {"private keys", fuzz_secret_key, "tests/fuzz/corpus-secret-key", 12, SMALL_MUTATIONS / 10},
};

enum { TRIALS = sizeof trials / sizeof *trials };

static void whole_corpora(void **state)
{
    (void)state;
    for (size_t t = 0; t < TRIALS; t++) {
        struct corpus corpus;
        corpus_open(&corpus, trials[t].folder);
        assert_true(corpus.names.n >= trials[t].least);
        for (size_t i = 0; i < corpus.names.n; i++) {
            snprintf(doing, sizeof doing, "%s/%s", trials[t].folder, corpus.names.at[i].at);
            try_input(trials[t].target, corpus.files[i]);
        }
        arena_release(&corpus.arena);
    }
}

/* --- hostile inputs, made here because they are large --- */

enum { LARGE = 100000 };

static void repeat(struct buf *to, const char *piece, size_t bytes)
{
    while (to->len < bytes)
        buf_string(to, piece);
}

static void try_large(const char *what, struct buf *input)
{
    assert_false(input->failed);
    snprintf(doing, sizeof doing, "%s", what);
    try_input(fuzz_read, buf_view(input));
    buf_release(input);
}

static void repeated_signs(void **state)
{
    static const char *const pieces[] = {
        "[",     "{a: ", "- ", "\"",   "&",    "{",        "[a, ",         "? ",    "*a ", "!",         "'",   "a: ",
        "- a\n", "#",    "\n", "\r\n", "  ",   "\t",       "---\n",        "...\n", "|\n", "a: |\n",    ": ",  ",",
        "]",     "%",    "\\", "a",    "\"\\", "\xC3\xA9", "\xE2\x80\xAE", "\xFF",  "{[",  "- - - -\n", "<<: "};
    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buf input = BUF_INIT;
        repeat(&input, pieces[i], LARGE);
        try_large(pieces[i], &input);
    }
}

static void one_key_as_large_as_a_file(void **state)
{
    (void)state;
    for (size_t less = 0; less < 4; less++) {
        struct buf input = BUF_INIT;
        repeat(&input, "k", MAX_FILE_BYTES - less);
        buf_string(&input, less > 1 ? ": v" : "");
        try_large("one key", &input);
    }
}

/* A line for each number below `n`, the hole `%zu` filled with it. */
static void lines(struct buf *to, const char *before, size_t n, const char *after)
{
    for (size_t i = 0; i < n; i++) {
        buf_string(to, before);
        buf_number(to, (int64_t)i);
        buf_string(to, after);
    }
}

static void keys_without_end(void **state)
{
    struct buf same = BUF_INIT, different = BUF_INIT, flow = BUF_INIT;
    (void)state;
    repeat(&same, "a: 1\n", 20000 * strlen("a: 1\n"));
    try_large("20,000 times the same key", &same);
    lines(&different, "a", 20000, ": 1\n");
    try_large("20,000 keys", &different);
    buf_string(&flow, "documents: {");
    lines(&flow, "a", 20000, ": ,");
    buf_string(&flow, "}\n");
    try_large("20,000 keys between brackets", &flow);
}

static void errors_without_end(void **state)
{
    struct buf steps = BUF_INIT, hidden = BUF_INIT, columns = BUF_INIT;
    (void)state;
    buf_string(&steps, "title: x\nsteps:\n");
    lines(&steps, "- {step: s", 999,
          ", aktor: petugas, actor: pembeli, inputs: [ktpp, entah], next: kemana, duration: 1 mnt}\n");
    try_large("1,000 steps with five errors each", &steps);
    buf_string(&hidden, "title: x\n");
    repeat(&hidden, "a\x01: \xE2\x80\xAE\n", LARGE);
    try_large("hidden characters", &hidden);
    buf_string(&columns, "title: x\nactors:\n");
    lines(&columns, "- a", 1000, "\n");
    lines(&columns, "- b", 1000, ": B\n");
    try_large("2,000 columns", &columns);
}

static void calls_without_end(void **state)
{
    struct buf callees = BUF_INIT, pairs = BUF_INIT;
    (void)state;
    buf_string(&callees, "title: x\nsteps:\n- step: a\n  actor: petugas\n  call:\n");
    lines(&callees, "  - anak", 100, "\n");
    try_large("100 callees", &callees);
    buf_string(&pairs, "title: x\nsteps:\n- step: a\n  actor: petugas\n  call: anak\n  with:\n");
    lines(&pairs, "    b", 2000, ": ktp\n");
    try_large("2,000 pairs", &pairs);
}

/* --- mutations --- */

static uint64_t random_state;

/* xorshift64: the same numbers on every machine. */
static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static size_t random_below(size_t n) { return n ? (size_t)(random_next() % n) : 0; }

static struct text random_slice(struct text text)
{
    size_t from = random_below(text.len), len = random_below(text.len - from < 64 ? text.len - from + 1 : 64);
    return text.len ? (struct text){text.at + from, len} : text;
}

static struct text random_token(void)
{
    static const char *const tokens[] = {": ",
                                         "\n",
                                         "\n  ",
                                         "\n- ",
                                         "[",
                                         "]",
                                         "{",
                                         "}",
                                         ", ",
                                         "\"",
                                         "'",
                                         "#",
                                         " #",
                                         "|\n",
                                         ">-\n",
                                         "&a ",
                                         "*a",
                                         "!t ",
                                         "? ",
                                         "<<: ",
                                         "---\n",
                                         "\xEF\xBB\xBF",
                                         "\xE2\x80\xAE",
                                         "\t",
                                         "\r",
                                         "anak",
                                         "masukan",
                                         "end",
                                         "ktp",
                                         "1 hari",
                                         "unless: ",
                                         "next: ",
                                         "call: ",
                                         "parallel: ",
                                         "inputs: ",
                                         "outputs: ",
                                         "decision: ",
                                         "expired: ",
                                         "valid_for: "};
    return text_of(tokens[random_below(sizeof tokens / sizeof *tokens)]);
}

/* `from` with one change at a random place, into `to`. */
static void mutate(struct buf *to, struct text from, struct text other)
{
    size_t at = random_below(from.len + 1), gone = 0;
    char byte = (char)random_next();
    struct text put = {&byte, 1};
    switch (random_below(6)) {
    case 0: /* another byte */
        gone = at < from.len;
        break;
    case 1: /* one byte more */
        break;
    case 2:
        put = random_token();
        break;
    case 3:
        put = random_slice(other);
        break;
    case 4: /* some less */
        gone = random_below(from.len - at + 1);
        gone = gone > 32 ? 32 : gone;
        put.len = 0;
        break;
    default: /* the same again */
        put = random_slice(from);
        break;
    }
    buf_clear(to);
    buf_bytes(to, from.at, at);
    buf_text(to, put);
    buf_bytes(to, from.at + at + gone, from.len - at - gone);
}

static void try_mutation(fuzz_target *target, const struct corpus *corpus, size_t seed)
{
    struct buf bytes[2] = {BUF_INIT, BUF_INIT};
    size_t changes = 1 + random_below(8);
    buf_text(&bytes[0], corpus->files[seed]);
    for (size_t i = 0; i < changes; i++) {
        struct text from = {bytes[i % 2].at, bytes[i % 2].len};
        mutate(&bytes[(i + 1) % 2], from, corpus->files[random_below(corpus->names.n)]);
    }
    try_input(target, buf_view(&bytes[changes % 2]));
    buf_release(&bytes[0]);
    buf_release(&bytes[1]);
}

/* Cases that run to the limit of steps are tried as they are, not in hundreds of variants. */
static bool is_slow(struct text name) { return name.len > 5 && memcmp(name.at, "slow-", 5) == 0; }

static void mutated_corpora(void **state)
{
    (void)state;
    for (size_t t = 0; t < TRIALS; t++) {
        struct corpus corpus;
        corpus_open(&corpus, trials[t].folder);
        random_state = SEED;
        printf("# %s: %zu mutations from the number %d\n", trials[t].name, trials[t].mutations, SEED);
        for (size_t i = 0; i < trials[t].mutations; i++) {
            size_t seed = random_below(corpus.names.n);
            snprintf(doing, sizeof doing, "mutation %zu, of %s", i, corpus.names.at[seed].at);
            if (!is_slow(corpus.names.at[seed]))
                try_mutation(trials[t].target, &corpus, seed);
        }
        arena_release(&corpus.arena);
    }
}

/* An input that hangs is ended by the system. */
static int prepare(void **state)
{
    (void)state;
    alarm(SECONDS);
    must_set_hook(say_what);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_corpora),      cmocka_unit_test(repeated_signs),
        cmocka_unit_test(keys_without_end),   cmocka_unit_test(one_key_as_large_as_a_file),
        cmocka_unit_test(errors_without_end), cmocka_unit_test(calls_without_end),
        cmocka_unit_test(mutated_corpora),
    };
    return cmocka_run_group_tests_name("fuzz corpus", tests, prepare, NULL);
}
