#include "property/constructs.h"

#include <stdbool.h>

const char *const construct_names[CONSTRUCTS] = {
#define STEP(name, holds) #name,
#define DOCUMENT(name, holds) #name,
#define SOP(name, holds) #name,
#include "property/constructs.def"
#undef STEP
#undef DOCUMENT
#undef SOP
};

static uint16_t number_of(const struct sop *sop, const struct step *step) { return (uint16_t)(step - sop->steps); }

/* How many calls deep a case of the SOP may come. */
static int depth_of(const struct sop *sop)
{
    int deepest = 0;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            int depth = 1 + depth_of(sop->steps[s].call.callees[c].sop);
            deepest = depth > deepest ? depth : deepest;
        }
    return deepest;
}

static bool waives_output(const struct sop *sop, const struct step *step)
{
    for (size_t i = 0; i < step->outputs.n; i++)
        if (sop_waived_input(sop, number_of(sop, step), step->outputs.at[i].document))
            return true;
    return false;
}

static bool has_next_in_branch(const struct sop *sop, const struct step *step)
{
    const struct branches *branches = &sop->steps[step->inside].parallel;
    for (uint16_t b = 0; b < branches->n; b++)
        if (branches->at[b].first == number_of(sop, step))
            return branches->at[b].last > branches->at[b].first;
    return false;
}

/* Columns that nobody listed stand where the region's file has them. */
static bool infers_columns(const struct sop *sop)
{
    const struct region *region = sop->region;
    int64_t number = sop->n_columns ? map_find(&region->actor_by_key, sop->actors[0].key) : -1;
    return number >= 0 && region->actors[number].span.start == sop->actors[0].span.start;
}

/* The unit as it is written: letters behind the number, without capitals, blanks once. */
static bool has_unit(const struct step *step, const char *unit)
{
    struct text text = step->duration_text;
    char folded[32];
    size_t n = 0;
    for (size_t i = 0; i < text.len && n < sizeof folded; i++) {
        char c = text.at[i] >= 'A' && text.at[i] <= 'Z' ? (char)(text.at[i] + 32) : text.at[i];
        if ((c >= 'a' && c <= 'z') || (c == ' ' && n && folded[n - 1] != ' '))
            folded[n++] = c;
    }
    return text_eq((struct text){folded, n}, text_of(unit));
}

static void note_step(bool has[CONSTRUCTS], const struct sop *sop, const struct step *step)
{
#define STEP(name, holds) has[CONSTRUCT_##name] = has[CONSTRUCT_##name] || (holds);
#define DOCUMENT(name, holds)
#define SOP(name, holds)
#include "property/constructs.def"
#undef STEP
#undef DOCUMENT
#undef SOP
}

static void note_document(bool has[CONSTRUCTS], const struct document *document)
{
#define STEP(name, holds)
#define DOCUMENT(name, holds) has[CONSTRUCT_##name] = has[CONSTRUCT_##name] || (holds);
#define SOP(name, holds)
#include "property/constructs.def"
#undef STEP
#undef DOCUMENT
#undef SOP
}

static void note_sop(bool has[CONSTRUCTS], const struct sop *sop)
{
#define STEP(name, holds)
#define DOCUMENT(name, holds)
#define SOP(name, holds) has[CONSTRUCT_##name] = has[CONSTRUCT_##name] || (holds);
#include "property/constructs.def"
#undef STEP
#undef DOCUMENT
#undef SOP
    for (uint16_t d = 0; d < sop->n_documents; d++)
        note_document(has, &sop->documents[d]);
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        note_step(has, sop, &sop->steps[s]);
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            note_sop(has, sop->steps[s].call.callees[c].sop);
    }
}

void constructs_count(size_t counts[CONSTRUCTS], const struct family *family)
{
    bool has[CONSTRUCTS] = {false};
    note_sop(has, family->main);
    for (int i = 0; i < CONSTRUCTS; i++)
        counts[i] += has[i];
}
