/* What holds for every SOP, tried on random ones: `SEED=7 COUNT=100000 build/release/tests/test_property`, `make soak`.
 *
 * The SOPs of number SEED, SEED + 1 … are tried; a failure names its own number, so that `SEED=thatnumber COUNT=1`
 * repeats it, and is made small and written into build/property/. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/must.h"
#include "property/constructs.h"
#include "property/folding.h"
#include "property/properties.h"
#include "property/witness.h"
#include "world/files.h"

#define LLVMFuzzerTestOneInput fuzz_property
#include "fuzz/fuzz_property.c"
#undef LLVMFuzzerTestOneInput

#ifdef __SANITIZE_ADDRESS__
enum { COUNT = 400 };
void __sanitizer_set_death_callback(void (*callback)(void));
#else
enum { COUNT = 2000 };
#endif
enum { SEED = 2026, LEAST_PERCENT = 5, ENOUGH_TO_JUDGE = 300 };

static const struct {
    const char *name;
    property *holds;
} properties[] = {{"walk", property_walk},
                  {"play", property_play},
                  {"many", property_many},
                  {"verdicts", property_verdicts},
                  {"passing", property_passing}};

enum { PROPERTIES = sizeof properties / sizeof *properties };

static unsigned long long seed = SEED, count = COUNT, number;
static size_t constructs[CONSTRUCTS];
static struct tally tally;

/* Where the program itself breaks, which nothing catches. */
#ifdef __SANITIZE_ADDRESS__
static void say_number(void) { fprintf(stderr, "# it was the SOP of number %llu\n", number); }
#endif

static unsigned long long from_environment(const char *name, unsigned long long otherwise)
{
    const char *value = getenv(name);
    return value && *value ? strtoull(value, NULL, 10) : otherwise;
}

static int prepare(void **state)
{
    (void)state;
    seed = from_environment("SEED", SEED);
    count = from_environment("COUNT", COUNT);
    printf("# %llu SOPs from SEED=%llu\n", count, seed);
    fflush(stdout);
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_set_death_callback(say_number);
#endif
    return 0;
}

/* --- the properties --- */

static void report(struct trial *trial, property *holds, const char *property_name, struct broken broken)
{
    char name[64], folder[WITNESS_PATH];
    struct failure_found found = shrink(trial, holds, broken);
    snprintf(name, sizeof name, "%s-%llu", property_name, number);
    bool written = witness_write(trial, &found, name, folder);
    print_error("%s: must(%s) at %s:%d, SEED=%llu COUNT=1; after %zu tries small in %s%s\n", property_name,
                broken.condition, broken.file, broken.line, number, found.tries, folder,
                written ? "" : " (not written)");
    failure_release(&found);
    trial_release(trial);
    fail();
}

static void try_number(struct trial *trial)
{
    draws_number(&trial->sop, number * 2);
    draws_number(&trial->run, number * 2 + 1);
    for (size_t i = 0; i < PROPERTIES; i++) {
        struct broken broken = caught(trial, properties[i].holds);
        if (broken.condition)
            report(trial, properties[i].holds, properties[i].name, broken);
    }
    constructs_count(constructs, &trial->family);
}

static void properties_hold(void **state)
{
    struct trial trial = {.tally = &tally};
    (void)state;
    for (number = seed; number - seed < count; number++)
        try_number(&trial);
    trial_release(&trial);
}

/* --- what was met --- */

static void every_construct_occurs(void **state)
{
    size_t rare = 0;
    (void)state;
    for (int i = 0; i < CONSTRUCTS; i++) {
        bool is_rare = constructs[i] * 100 < count * LEAST_PERCENT;
        printf("# %-24s %6.1f %%%s\n", construct_names[i], 100.0 * (double)constructs[i] / (double)count,
               is_rare ? " too few" : "");
        rare += is_rare;
    }
    fflush(stdout);
    if (count >= ENOUGH_TO_JUDGE)
        assert_int_equal(rare, 0);
}

/* Of what makes no random SOP: REFUSAL_CIRCLE and REFUSAL_TOO_DEEP. */
static bool is_left_out(int refusal)
{
    return refusal == REFUSAL_NONE || refusal == REFUSAL_CIRCLE || refusal == REFUSAL_TOO_DEEP;
}

static void every_event_and_refusal_occurs(void **state)
{
    size_t never = 0;
    (void)state;
#define EVENT(name, number, parts, meaning)                                                                            \
    printf("# event %-18s %9zu\n", #name, tally.events[EVENT_##name]);                                                 \
    never += tally.events[EVENT_##name] == 0;
#include "model/events.def"
#undef EVENT
#define REFUSAL(name, id, en)                                                                                          \
    printf("# refusal %-16s %9zu\n", #name, tally.refusals[REFUSAL_##name]);                                           \
    never += tally.refusals[REFUSAL_##name] == 0 && !is_left_out(REFUSAL_##name);
#include "run/refusals.def"
#undef REFUSAL
    printf("# walked through state by state: %zu SOPs with errors of flow, %zu with the same verdicts on hand-offs, "
           "%zu without one missed, %zu too large\n",
           tally.explored[NOT_SOUND], tally.explored[EQUAL], tally.explored[NOT_MISSED], tally.explored[TOO_LARGE]);
    printf("# cases of SOPs that pass their checks: %zu ended, %zu stopped, none for a missing document\n",
           tally.strolls[1], tally.strolls[0]);
    printf("# %zu commands, %zu carried out; %zu cases ended; of the plays %zu ended, %zu were refused, %zu cut\n",
           tally.commands, tally.refusals[REFUSAL_NONE], tally.cases_ended, tally.plays_ended, tally.plays_refused,
           tally.plays_cut);
    fflush(stdout);
    if (count >= ENOUGH_TO_JUDGE)
        assert_int_equal(never, 0);
}

/* --- the shrinker, shown by what does not hold --- */

/* Commands lead where `reached` is: not true of all. */
static void walk_never(struct trial *trial, bool (*reached)(const struct tally *before, const struct tally *after))
{
    struct tally own = {0}, before = own, *outer = trial->tally;
    trial->tally = &own;
    property_walk(trial);
    trial->tally = outer;
    must(!reached(&before, &own));
}

static bool is_skipped(const struct tally *before, const struct tally *after)
{
    return after->events[EVENT_SKIPPED] > before->events[EVENT_SKIPPED];
}

static void nothing_is_skipped(struct trial *trial) { walk_never(trial, is_skipped); }

static bool is_back_from_two_calls(const struct tally *before, const struct tally *after)
{
    return after->events[EVENT_LEFT] >= before->events[EVENT_LEFT] + 2;
}

static void nobody_comes_back_twice(struct trial *trial) { walk_never(trial, is_back_from_two_calls); }

static bool is_expired_and_ended(const struct tally *before, const struct tally *after)
{
    return after->events[EVENT_EXPIRED] > before->events[EVENT_EXPIRED] &&
           after->events[EVENT_ENDED] > before->events[EVENT_ENDED];
}

static void what_expired_never_ends(struct trial *trial) { walk_never(trial, is_expired_and_ended); }

/* How large a small example may be: SOPs, steps and documents in all, and commands. */
struct bound {
    uint8_t sops;
    uint16_t steps, documents;
    size_t commands;
};

static struct broken first_failure(struct trial *trial, property *holds)
{
    for (number = 1; number < 2000; number++) {
        draws_number(&trial->sop, number);
        draws_number(&trial->run, number + 100000);
        struct broken broken = caught(trial, holds);
        if (broken.condition)
            return broken;
    }
    fail_msg("a wrong property holds");
    return (struct broken){0};
}

static size_t lines_of(struct text text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '\n' && i + 1 < text.len && text.at[i + 1] != ' ';
    return n;
}

static struct text read_back(struct arena *arena, const char *folder, const char *name)
{
    char path[WITNESS_PATH + 32];
    struct failure failure;
    struct text bytes;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_read(path, 1 << 20, arena, &bytes, &failure), STATUS_OK);
    return bytes;
}

/* The files say what was found: the SOP's text, and a command on each line that is not indented, before the last. */
static void is_written(const struct family *family, const char *folder, const struct bound *bound)
{
    struct arena arena = ARENA_INIT;
    char name[16];
    for (uint8_t i = 0; i < family->n; i++) {
        snprintf(name, sizeof name, "sop%d.yaml", i);
        assert_true(text_eq(read_back(&arena, folder, name), family->texts[i]));
    }
    struct text story = read_back(&arena, folder, "story.txt");
    assert_in_range(lines_of(story), 1, bound->commands);
    arena_release(&arena);
}

static void is_small(const struct family *family, const struct bound *bound)
{
    uint16_t steps = 0, documents = 0;
    for (uint8_t i = 0; i < family->n; i++) {
        steps = (uint16_t)(steps + family->sops[i]->n_steps);
        documents = (uint16_t)(documents + family->sops[i]->n_documents);
    }
    assert_in_range(family->n, 1, bound->sops);
    assert_in_range(steps, 1, bound->steps);
    assert_in_range(documents, 0, bound->documents);
}

static void shrinks(const char *name, property *holds, struct bound bound)
{
    struct trial trial = {.tally = NULL};
    char folder[WITNESS_PATH];
    struct broken broken = first_failure(&trial, holds);
    size_t before = trial.sop.taken.len + trial.run.taken.len;
    struct failure_found found = shrink(&trial, holds, broken);
    assert_true(witness_write(&trial, &found, name, folder));
    failure_tell(&trial, &found);
    struct broken again = caught(&trial, holds);
    assert_non_null(again.condition);
    assert_int_equal(again.line, broken.line);
    printf("# %s: number %llu, %zu draws made %zu in %zu tries, %s\n", name, number, before,
           found.sop.len + found.run.len, found.tries, folder);
    is_small(&trial.family, &bound);
    is_written(&trial.family, folder, &bound);
    failure_release(&found);
    trial_release(&trial);
}

static void wrong_properties_are_made_small(void **state)
{
    (void)state;
    shrinks("wrong-skipped", nothing_is_skipped, (struct bound){1, 1, 1, 2});
    shrinks("wrong-back-twice", nobody_comes_back_twice, (struct bound){3, 4, 0, 3});
    shrinks("wrong-expired", what_expired_never_ends, (struct bound){1, 2, 1, 4});
}

/* --- the corpus of the fuzz target --- */

static void corpus_holds(void **state)
{
    struct arena arena = ARENA_INIT;
    struct texts names;
    struct failure failure;
    (void)state;
    assert_int_equal(folder_list("tests/fuzz/corpus-property", &arena, &names, &failure), STATUS_OK);
    assert_true(names.n >= 20);
    for (size_t i = 0; i < names.n; i++) {
        struct text bytes = read_back(&arena, "tests/fuzz/corpus-property", names.at[i].at);
        assert_int_equal(fuzz_property((const uint8_t *)bytes.at, bytes.len), 0);
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_properties_are_made_small),
        cmocka_unit_test(properties_hold),
        cmocka_unit_test(every_construct_occurs),
        cmocka_unit_test(every_event_and_refusal_occurs),
        cmocka_unit_test(corpus_holds),
    };
    return cmocka_run_group_tests_name("property", tests, prepare, NULL);
}
