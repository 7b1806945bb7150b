/* Checks over the library: what a check is given besides a definition, callees before callers, and what may run. */
#include "api/judging.h"

#include "api/library.h"
#include "time/findings.h"

/* Is there an entry of `related` that may be meant as a SOP's name? */
static bool names_sops(const struct identity *identity)
{
    for (size_t i = 0; i < identity->related.n; i++)
        if (text_find(identity->related.at[i], ' ') < 0)
            return true;
    return false;
}

/* What a check is given besides the definition. A file that lies in no region is not among the names; from a bundle it
 * is not known which other SOPs there are. */
static enum status checker_of(struct library *library, const struct library_region *region,
                              const struct identity *identity, struct checker *checker)
{
    struct library_root *root = &library->roots[region->root];
    enum status status = STATUS_OK;
    *checker =
        (struct checker){.legal = &root->legal, .arena = library_new_arena(library), .findings = &library->findings};
    if (!checker->arena)
        return STATUS_MEMORY;
    if (!region->stated || !names_sops(identity) || !tree_is_disk(&library->tree))
        return STATUS_OK;
    if (!root->listed)
        status = library_names(library, root->folder.at, &root->names);
    root->listed = status == STATUS_OK;
    checker->known = root->names;
    return status == STATUS_MEMORY ? status : STATUS_OK;
}

/* --- regions --- */

enum status library_judge_page(struct library *library, struct library_region *region)
{
    struct checker checker;
    if (!region->stated || region->errors)
        return STATUS_OK;
    enum status status = checker_of(library, region, &region->region->identity, &checker);
    return status == STATUS_OK ? check_region(&checker, region->region, region->file) : status;
}

/* --- SOPs --- */

static struct library_sop *entry_of(const struct library *library, const struct callee *callee)
{
    return callee->exists ? library->files[callee->file].sop : NULL;
}

/* Has every SOP that this one calls been judged? */
static bool callees_are_judged(const struct library *library, const struct sop *sop)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            const struct library_sop *callee = entry_of(library, &sop->steps[s].call.callees[c]);
            if (callee && !callee->judged)
                return false;
        }
    return true;
}

enum status judge_sop(struct checker *c, enum checked *checked)
{
    struct times times = {.sop = c->sop, .arena = c->arena, .findings = c->findings};
    enum status status = check_sop(c, checked);
    if (status == STATUS_OK)
        status = times_check_stated(&times);
    if (status == STATUS_OK && *checked == CHECKED_ALL)
        status = times_check_totals(&times);
    return status == STATUS_OK ? check_waivers(c, *checked) : status;
}

static enum status judge(struct library *library, struct library_sop *entry)
{
    size_t before = library->findings.n;
    entry->judged = true;
    if (!entry->sop)
        return STATUS_OK;
    if (entry->errors || library->regions[entry->region].errors) {
        check_accept(entry->sop, &library->findings);
        return STATUS_OK;
    }
    struct checker checker;
    enum status status = checker_of(library, &library->regions[entry->region], &entry->sop->identity, &checker);
    checker.sop = entry->sop;
    if (status == STATUS_OK)
        status = judge_sop(&checker, &entry->checked);
    entry->errors += findings_errors(&library->findings, before);
    return status;
}

/* Callees first. In a circle of calls nothing comes first: each member has its error already. */
enum status library_judge(struct library *library, size_t first)
{
    bool progress = true;
    while (progress) {
        progress = false;
        for (size_t i = library->n_sops; i-- > first;) {
            struct library_sop *entry = library->sops[i];
            if (entry->judged || (entry->sop && !entry->errors && !callees_are_judged(library, entry->sop)))
                continue;
            enum status status = judge(library, entry);
            if (status < 0)
                return status;
            progress = true;
        }
    }
    return STATUS_OK;
}

enum status library_judge_region(struct library *library, struct library_region *region)
{
    bool *files = ARENA_ARRAY(&library->arena, library->n_files, bool);
    struct region_checked checked = {.region = region->region, .file = region->file, .files = files};
    if (!files)
        return STATUS_MEMORY;
    for (size_t i = 0; i < library->n_sops; i++) {
        const struct library_sop *entry = library->sops[i];
        if (&library->regions[entry->region] != region)
            continue;
        if (entry->checked != CHECKED_ALL)
            return STATUS_OK; /* what it has not been searched for it may yet accept */
        files[entry->file] = true;
    }
    if (!region->stated || region->errors || region->waivers_judged)
        return STATUS_OK;
    files[region->file] = region->waivers_judged = true;
    check_region_waivers(&checked, &library->findings);
    return library->arena.failed ? STATUS_MEMORY : STATUS_OK;
}

/* --- what may run --- */

static bool is_sound(const struct library *library, const struct library_sop *entry)
{
    return entry->sop && entry->errors == 0 && library->regions[entry->region].errors == 0;
}

size_t library_reach(struct library *library, const struct library_sop *sop, struct library_sop *const **sops)
{
    struct map seen = {0};
    struct library_sop **queue = ARENA_ARRAY(&library->arena, library->n_sops, struct library_sop *);
    size_t n = 0;
    if (!queue || map_add(&seen, &library->arena, library->files[sop->file].real, 0) != MAP_ADDED)
        return 0;
    queue[n++] = library->files[sop->file].sop;
    for (size_t i = 0; i < n; i++) {
        const struct sop *def = queue[i]->sop;
        for (uint16_t s = 0; def && s < def->n_steps; s++)
            for (uint16_t c = 0; c < def->steps[s].call.n; c++) {
                struct library_sop *callee = entry_of(library, &def->steps[s].call.callees[c]);
                if (callee && map_add(&seen, &library->arena, library->files[callee->file].real, 0) == MAP_ADDED)
                    queue[n++] = callee;
            }
    }
    *sops = queue;
    return library->arena.failed ? 0 : n;
}

bool library_can_run(struct library *library, struct library_sop *sop, struct library_sop **culprit)
{
    struct library_sop *const *sops;
    size_t n = library_reach(library, sop, &sops);
    *culprit = sop;
    for (size_t i = 0; i < n; i++) {
        *culprit = sops[i];
        if (!is_sound(library, sops[i]))
            return false;
    }
    return n > 0;
}

bool library_can_fold(struct library *library, const struct library_sop *sop)
{
    struct library_sop *const *sops;
    size_t n = library_reach(library, sop, &sops);
    for (size_t i = 0; i < n; i++)
        if (!sops[i]->folds)
            return false;
    return n > 0;
}
