/* The time audit against the judge that walks through every case (timed/), on random SOPs:
 * `SEED=7 COUNT=100000 build/release/tests/test_audit_property`. A failure names its number, is made small, and written
 * into build/property/. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "property/witness.h"
#include "timed/properties.h"
#include "timed/timed_sop.h"

#ifdef __SANITIZE_ADDRESS__
enum { COUNT = 400 };
#else
enum { COUNT = 2000 };
#endif
enum { SEED = 2026, ENOUGH_TO_JUDGE = 300 };

static const struct {
    const char *name;
    property *holds;
} properties[] = {{"followed", property_followed}, {"audited", property_audited}};

enum { PROPERTIES = sizeof properties / sizeof *properties };

static unsigned long long seed = SEED, count = COUNT, number;

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
    return 0;
}

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
    met_clear();
    draws_number(&trial->sop, number * 2);
    draws_number(&trial->run, number * 2 + 1);
    for (size_t i = 0; i < PROPERTIES; i++) {
        struct broken broken = caught(trial, properties[i].holds);
        if (broken.condition)
            report(trial, properties[i].holds, properties[i].name, broken);
    }
}

static void properties_hold(void **state)
{
    struct trial trial = {.draw_sops = timed_sops};
    (void)state;
    for (number = seed; number - seed < count; number++)
        try_number(&trial);
    trial_release(&trial);
}

/* --- what is wrong is found --- */

static void spoil_straight(struct audit *audit) { audit->straight.max_ms++; }
static void spoil_shortest(struct audit *audit) { audit->shortest.min_ms--; }
static void spoil_longest(struct audit *audit) { audit->longest.sort = TOTAL_ENDLESS; }
static void spoil_count(struct audit *audit) { audit->ways_in_all *= 2; }
static void spoil_printed_sum(struct audit *audit) { audit->printed_sum.min_ms++; }

static void spoil_ways(struct audit *audit)
{
    if (audit->n_ways > 1)
        audit->ways[1] = audit->ways[0];
}

static void spoil_way(struct audit *audit)
{
    if (audit->n_ways && audit->ways[0].answers.n)
        audit->ways[0].answers.n--;
}

static void spoil_with(struct audit *audit)
{
    for (size_t i = 0; i < audit->n_ways; i++)
        audit->ways[i].with.n = 0;
}

static void spoil_rework(struct audit *audit)
{
    if (audit->n_rework)
        audit->rework[0].adds.max_ms++;
}

static void spoil_rework_lost(struct audit *audit) { audit->n_rework -= audit->n_rework > 0; }

static void spoil_work(struct audit *audit)
{
    if (audit->n_actors)
        audit->actors[0].work.min_ms++;
}

static void spoil_calls(struct audit *audit)
{
    if (audit->n_calls)
        audit->calls[0].own.max_ms++;
}

static void spoil_known(struct audit *audit) { audit->expected[0].known = !audit->expected[0].known; }
static void spoil_mean(struct audit *audit) { audit->expected[0].mean_ms[1] *= 1 + 1e-8; }
static void spoil_stddev(struct audit *audit) { audit->expected[0].stddev_ms[0] *= 1 + 1e-8; }
static void spoil_kept(struct audit *audit) { audit->expected[0].kept[0] += 1e-8; }
static void spoil_legs(struct audit *audit) { audit->legs[1].n = 0; }

static void spoil_verdict(struct audit *audit)
{
    if (audit->verdict == CLAIM_EXACT)
        audit->verdict = CLAIM_VARIANT;
}

/* In how many of so many SOPs an audit that was spoilt like this is found to be wrong. */
static size_t times_found(void (*spoil)(struct audit *audit), unsigned long long sops)
{
    struct trial trial = {.draw_sops = timed_sops};
    size_t found = 0;
    audited_spoil = spoil;
    for (number = 0; number < sops; number++) {
        draws_number(&trial.sop, number * 2);
        draws_number(&trial.run, number * 2 + 1);
        found += caught(&trial, property_audited).condition != NULL;
    }
    audited_spoil = NULL;
    trial_release(&trial);
    return found;
}

static void what_is_wrong_is_found(void **state)
{
    static const struct {
        const char *name;
        void (*spoil)(struct audit *audit);
    } spoils[] = {{"calls", spoil_calls},       {"count", spoil_count},
                  {"kept", spoil_kept},         {"known", spoil_known},
                  {"legs", spoil_legs},         {"longest", spoil_longest},
                  {"mean", spoil_mean},         {"printed sum", spoil_printed_sum},
                  {"rework", spoil_rework},     {"rework lost", spoil_rework_lost},
                  {"shortest", spoil_shortest}, {"stddev", spoil_stddev},
                  {"straight", spoil_straight}, {"verdict", spoil_verdict},
                  {"way", spoil_way},           {"ways", spoil_ways},
                  {"with", spoil_with},         {"work", spoil_work}};
    (void)state;
    assert_int_equal(times_found(NULL, 60), 0);
    for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
        size_t found = times_found(spoils[i].spoil, 60);
        printf("# %-12s spoilt, found %zu times in 60\n", spoils[i].name, found);
        assert_true(found > 0);
    }
    fflush(stdout);
}

static void everything_is_met(void **state)
{
    size_t rare = 0;
    (void)state;
    for (int i = 0; i < METS; i++) {
        bool is_rare = met_counts[i] * 1000 < count * met_rows[i].least;
        printf("# %6.1f %% %s%s\n", 100.0 * (double)met_counts[i] / (double)count, met_rows[i].name,
               is_rare ? " too few" : "");
        rare += is_rare;
    }
    fflush(stdout);
    if (count >= ENOUGH_TO_JUDGE)
        assert_int_equal(rare, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(properties_hold),
        cmocka_unit_test(everything_is_met),
        cmocka_unit_test(what_is_wrong_is_found),
    };
    return cmocka_run_group_tests_name("audit property", tests, prepare, NULL);
}
