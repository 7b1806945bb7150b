#include "api/definitions.h"

#include <stdlib.h>
#include <string.h>

#include "api/bundle.h"

struct definition *definition_loaded(const struct baku *baku, int64_t revision)
{
    for (struct definition *at = baku->definitions; at; at = at->next)
        if (at->revision == revision)
            return at;
    return NULL;
}

static void release(struct definition *definition)
{
    if (definition && definition->library) {
        library_release(definition->library);
        free(definition->library);
    }
    free(definition);
}

void definitions_release(struct baku *baku)
{
    while (baku->definitions) {
        struct definition *next = baku->definitions->next;
        release(baku->definitions);
        baku->definitions = next;
    }
}

/* The bundle's SOP, ready to carry cases. What cannot be understood any more was tampered with: then the definition
 * stays without a SOP. */
static enum baku_status load(struct desk *desk, struct definition *definition)
{
    struct library_sop *sop;
    struct digest digest;
    library_init(definition->library);
    struct arena *arena = &definition->library->arena;
    enum store_status found = store_revision(desk->store, definition->revision, true, &definition->row, arena);
    enum baku_status status = desk_found(desk, found);
    if (status != BAKU_YES)
        return status;
    enum status loaded = bundle_load(definition->library, &definition->row, &sop);
    if (loaded == STATUS_MEMORY || bundle_digest(definition->row.files, definition->row.n_files, &digest) < 0)
        return desk_memory(desk);
    bool runs = loaded == STATUS_OK && sop && library_can_fold(definition->library, sop) &&
                digest_eq(&digest, &definition->row.digest);
    if (arena->failed)
        return desk_memory(desk);
    definition->entry = runs ? sop : NULL;
    definition->sop = runs ? sop->sop : NULL;
    return BAKU_YES;
}

enum baku_status definition_find(struct desk *desk, int64_t revision, struct definition **definition)
{
    *definition = definition_loaded(desk->baku, revision);
    if (*definition)
        return BAKU_YES;
    struct definition *made = calloc(1, sizeof *made);
    if (made)
        made->library = calloc(1, sizeof *made->library);
    if (!made || !made->library) {
        release(made);
        return desk_memory(desk);
    }
    made->revision = revision;
    enum baku_status status = load(desk, made);
    if (status != BAKU_YES) {
        release(made);
        return status;
    }
    made->next = desk->baku->definitions;
    desk->baku->definitions = *definition = made;
    return BAKU_YES;
}

enum baku_status definition_of(struct desk *desk, int64_t revision, struct definition **definition)
{
    enum baku_status status = definition_find(desk, revision, definition);
    desk->bad_revision = status == BAKU_YES && !(*definition)->sop;
    return desk->bad_revision
               ? desk_error(desk, BAKU_FAILED, ERROR_BAD_REVISION, (struct error_facts){.name = (*definition)->row.sop})
               : status;
}

/* --- clocks --- */

enum baku_status definition_clock(struct desk *desk, struct definition *definition, const struct sop *sop,
                                  const struct workclock **clock)
{
    struct library *library = definition->library;
    const struct library_file *culprit;
    struct library_region *region = &library->regions[library->files[sop->file].sop->region];
    enum status status = library_workclock(library, region, clock, &culprit);
    if (status == STATUS_MEMORY)
        return desk_memory(desk);
    if (status != STATUS_OK || culprit)
        *clock = NULL;
    return BAKU_YES;
}

enum baku_status definition_until(struct desk *desk, struct definition *definition, const struct sop *sop,
                                  const struct step *step, int64_t since, int64_t *until)
{
    const struct workclock *clock;
    enum baku_status status = definition_clock(desk, definition, sop, &clock);
    *until = STORE_NO_TIME;
    if (status != BAKU_YES || !clock)
        return status;
    struct walk walk = walk_from(clock, since);
    bool known = step->duration.sort == DURATION_WORK   ? walk_work(&walk, step->duration.max_ms)
                 : step->duration.sort == DURATION_WALL ? walk_wall(&walk, step->duration.max_ms)
                                                        : false;
    if (known)
        *until = walk.at;
    return BAKU_YES;
}

int32_t definition_east(const struct definition *definition)
{
    return definition->sop ? definition->sop->region->east : 0;
}
