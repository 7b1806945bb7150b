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
    };
    return cmocka_run_group_tests_name("audit property", tests, prepare, NULL);
}
