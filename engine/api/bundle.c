#include "api/bundle.h"

#include <string.h>

#include "base/sort.h"
#include "base/utf8.h"

/* A bundle while it is gathered. */
struct gathering {
    struct library *library;
    struct arena *arena;
    struct bundle *bundle;
    struct map seen; /* names */
    struct store_file *files;
    size_t n, room;
};

/* --- files --- */

static bool is_fit(struct text name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] < 0x20 || name.at[i] == 0x7F || name.at[i] == '\\')
            return false;
    return utf8_valid(name.at, name.len) == name.len;
}

/* Adds a file that was read, as `FOLDER/NAME`, once. */
static enum status add_file(struct gathering *g, struct text folder, struct text name, const struct library_file *file)
{
    struct text full = text_of(path_join(g->arena, folder, name));
    enum map_added added = full.at ? map_add(&g->seen, g->arena, full, 0) : MAP_MEMORY;
    if (added == MAP_PRESENT)
        return STATUS_OK;
    struct store_file *room = arena_room(g->arena, g->files, g->n, &g->room, sizeof *room);
    if (added == MAP_MEMORY || !room)
        return STATUS_MEMORY;
    g->files = room;
    g->files[g->n++] = (struct store_file){full, file->bytes};
    if (!is_fit(full))
        g->bundle->unfit = full;
    return STATUS_OK;
}

/* The same for a file of `data/`, which may have errors of its own that no SOP counts. */
static enum status add_data(struct gathering *g, struct text name, uint32_t number, size_t errors)
{
    const struct library_file *file = &g->library->files[number];
    if (errors && !g->bundle->broken)
        g->bundle->broken = file;
    return add_file(g, TEXT("data"), name, file);
}

/* --- what a SOP needs --- */

static bool states_basis(const struct identity *identity) { return identity->legal_basis.n > 0; }

static enum status add_legal(struct gathering *g, const struct library_sop *sop, const struct library_region *region)
{
    const struct library_root *root = &g->library->roots[region->root];
    if (!root->stated || !(states_basis(&sop->sop->identity) || states_basis(&region->region->identity)))
        return STATUS_OK;
    return add_data(g, TEXT("legal.yaml"), root->file, root->errors);
}

static enum status add_holidays(struct gathering *g, const struct library_region *region)
{
    const struct texts names = region->region->holidays;
    uint32_t root = region->root;
    for (size_t i = 0; i < names.n; i++) {
        struct library_holidays *holidays;
        enum status status = library_holidays(g->library, root, names.at[i], &holidays);
        if (status == STATUS_OK)
            status = add_data(g, names.at[i], holidays->file, holidays->errors);
        if (status < 0)
            return status;
    }
    return STATUS_OK;
}

/* The key of the region as the SOP was reached: a call from another region goes the same way. */
static struct text region_key(const struct library_sop *sop)
{
    struct text key = path_name(sop->shown);
    return text_eq(key, TEXT(".")) || text_eq(key, TEXT("..")) ? path_name(sop->folder) : key;
}

static enum status add_sop(struct gathering *g, const struct library_sop *sop)
{
    const struct library_file *file = &g->library->files[sop->file];
    const struct library_region *region = &g->library->regions[sop->region];
    struct text key = region_key(sop);
    enum status status = add_file(g, key, path_name(file->real), file);
    if (status == STATUS_OK && region->stated)
        status = add_file(g, key, TEXT("region.yaml"), &g->library->files[region->file]);
    if (status == STATUS_OK)
        status = add_legal(g, sop, region);
    return status == STATUS_OK ? add_holidays(g, region) : status;
}

/* --- the whole --- */

static int by_name(const void *a, const void *b)
{
    return text_cmp(((const struct store_file *)a)->name, ((const struct store_file *)b)->name);
}

enum status bundle_gather(struct bundle *bundle, struct library *library, const struct library_sop *sop,
                          struct arena *arena)
{
    struct gathering g = {.library = library, .arena = arena, .bundle = bundle};
    struct library_sop *const *sops;
    size_t n = library_reach(library, sop, &sops);
    enum status status = n ? STATUS_OK : STATUS_MEMORY;
    *bundle = (struct bundle){0};
    for (size_t i = 0; i < n && status == STATUS_OK; i++)
        status = add_sop(&g, sops[i]);
    if (status < 0)
        return status;
    if (!sort_stable(g.files, g.n, sizeof *g.files, by_name, arena))
        return STATUS_MEMORY;
    bundle->file = text_of(path_join(arena, region_key(sop), path_name(library->files[sop->file].real)));
    bundle->sop = (struct text){bundle->file.at, bundle->file.len ? bundle->file.len - strlen(".yaml") : 0};
    bundle->files = g.files;
    bundle->n = g.n;
    return bundle->file.at ? bundle_digest(g.files, g.n, &bundle->digest) : STATUS_MEMORY;
}

enum status bundle_digest(const struct store_file *files, size_t n, struct digest *digest)
{
    struct buf lines = BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        struct digest of_file = digest_of(files[i].bytes);
        digest_write(&lines, &of_file);
        buf_string(&lines, "  ");
        buf_text(&lines, files[i].name);
        buf_byte(&lines, '\n');
    }
    bool failed = lines.failed;
    if (!failed)
        *digest = digest_of(buf_view(&lines));
    buf_release(&lines);
    return failed ? STATUS_MEMORY : STATUS_OK;
}

static void read_from_bundle(struct library *library, const struct store_revision *revision)
{
    library->tree = (struct tree){TEXT("sops"), revision->files, revision->n_files};
}

enum status bundle_load(struct library *library, const struct store_revision *revision, struct library_sop **sop)
{
    read_from_bundle(library, revision);
    char *path = path_of_sop(library, library->tree.root, revision->sop);
    *sop = NULL;
    if (!path)
        return STATUS_MEMORY;
    if (library_kind(library, path) == FILE_ABSENT)
        return library->arena.failed ? STATUS_MEMORY : STATUS_OK;
    return library_load(library, path, sop);
}

enum status bundle_region(struct library *library, const struct store_revision *revision,
                          struct library_region **region)
{
    struct text file, key = text_cut(revision->sop, '/', &file);
    read_from_bundle(library, revision);
    char *folder = path_join(&library->arena, library->tree.root, key);
    *region = NULL;
    return folder ? library_region(library, folder, region) : STATUS_MEMORY;
}
