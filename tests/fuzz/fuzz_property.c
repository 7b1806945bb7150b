/* libFuzzer target: the input's bytes are the draws of random SOPs and of what is done with them (property/input.h);
 * all that must hold for them does. */
#include "property/input.h"
#include "property/properties.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    property *const all[] = {property_walk, property_play, property_many, property_verdicts, property_passing};
    struct trial trial = {.tally = NULL};
    struct text sop, run;
    input_read((struct text){(const char *)data, size}, &sop, &run);
    draws_tell(&trial.sop, sop);
    draws_tell(&trial.run, run);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        trial_make(&trial); /* the checks leave their judgement in the SOPs */
        trial_run(&trial, all[i]);
    }
    trial_release(&trial);
    return 0;
}
