/* The promises about speed, measured: `make bench`, from the project's folder.
 *
 * Each line compares ours with a floor of the same run (measure.h). Speed fails nothing: the program ends with 0 unless
 * something is broken, that is, unless a case did not end or a text was not read. */
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"

bool broken(const char *what)
{
    fprintf(stderr, "bench: broken: %s\n", what);
    return false;
}

bool print_measured(const char *row, const char *unit, struct side ours, struct side floor, double wanted)
{
    struct rates rates;
    if (!measure(&ours, &floor, &rates))
        return broken(row);
    print_rates(row, unit, rates, wanted);
    return true;
}

int64_t many_cases(int64_t least, int64_t otherwise)
{
    const char *told = getenv("BAKU_BENCH_CASES");
    int64_t cases = told ? strtoll(told, NULL, 10) : 0;
    return cases >= least ? cases : otherwise;
}

static const struct sop *load(struct library *library, const char *path, struct library_sop **entry)
{
    struct library_sop *culprit;
    if (library_load(library, path, entry) != STATUS_OK || !library_can_run(library, *entry, &culprit))
        return NULL;
    return (*entry)->sop;
}

static bool prepare(struct bench *bench, char *program)
{
    struct library_sop *lock, *lost;
    library_init(&bench->library);
    bench->program = program;
    bench->lock = load(&bench->library, "sops/kaltim/penerbitan-lock.yaml", &lock);
    bench->lost = load(&bench->library, "sops/kaltim/hilang.yaml", &lost);
    if (!bench->lock || !bench->lost || !digest_init())
        return broken("sops/kaltim cannot be loaded");
    bench->region = bench->lock->region;
    bench->lock_bytes = bench->library.files[lock->file].bytes;
    return true;
}

int main(int argc, char **argv)
{
    struct bench bench = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: bench BAKU\n");
        return 2;
    }
    bool fine = prepare(&bench, argv[1]);
    if (fine)
        print_head();
    fine = fine && bench_run(&bench) && bench_read(&bench) && bench_check(&bench) && bench_audit(&bench) &&
           bench_linear(&bench) && bench_store(&bench) && bench_cases(&bench) && bench_start(&bench);
    library_release(&bench.library);
    return fine ? 0 : 1;
}
