#include "api/library.h"

#include <stdlib.h>
#include <string.h>

#include "read/read.h"

struct library_arena {
    struct library_arena *next;
    struct arena arena;
};

void library_init(struct library *library)
{
    *library = (struct library){0};
    library->findings.arena = &library->arena;
}

void library_release(struct library *library)
{
    while (library->arenas) {
        struct library_arena *next = library->arenas->next;
        arena_release(&library->arenas->arena);
        free(library->arenas);
        library->arenas = next;
    }
    arena_release(&library->arena);
}

/* A definition's own arena, which ends with the library. */
struct arena *library_new_arena(struct library *library)
{
    struct library_arena *link = calloc(1, sizeof *link);
    if (!link)
        return NULL;
    link->next = library->arenas;
    library->arenas = link;
    return &link->arena;
}

/* --- files --- */

enum file_kind library_kind(struct library *library, const char *path)
{
    return tree_kind(&library->tree, path, &library->arena);
}

struct tree_asked library_asked(struct library *library)
{
    return (struct tree_asked){&library->arena, &library->failure};
}

/* `FOLDER/NAME` with the folder resolved: by it two spellings are one file, while a link to a SOP stays one of its own
 * region. Empty when memory is out. */
static struct text real_of(struct library *library, struct text path)
{
    struct text folder = path_folder(path);
    char *copy = arena_copy(&library->arena, folder.at, folder.len);
    char *real = copy ? tree_real(&library->tree, copy, &library->arena) : NULL;
    return real ? text_of(path_join(&library->arena, text_of(real), path_name(path))) : (struct text){0};
}

enum status library_read_file(struct library *library, const char *path, uint32_t *number)
{
    struct text bytes;
    enum status status = tree_read(&library->tree, path, &bytes, library_asked(library));
    if (status < 0)
        return status;
    struct library_file *room =
        arena_room(&library->arena, library->files, library->n_files, &library->room_files, sizeof *room);
    char *kept = arena_copy(&library->arena, path, strlen(path));
    struct text real = real_of(library, text_of(path));
    if (!room || !kept || !real.at)
        return STATUS_MEMORY;
    library->files = room;
    room[library->n_files] = (struct library_file){text_of(kept), real, bytes, NULL};
    *number = (uint32_t)library->n_files++;
    return STATUS_OK;
}

bool library_source(struct library *library, uint32_t number, struct source_file *source)
{
    *source = (struct source_file){.bytes = library->files[number].bytes,
                                   .number = number,
                                   .arena = library_new_arena(library),
                                   .findings = &library->findings};
    return source->arena != NULL;
}

/* --- all or nothing --- */

struct library_mark library_mark(const struct library *library)
{
    return (struct library_mark){library->n_files,   library->n_roots, library->n_holidays,
                                 library->n_regions, library->n_sops,  library->findings.n};
}

enum status library_keep(struct library *library, struct library_mark before, enum status status)
{
    if (status < 0) {
        library->stale = true;
        library->n_files = before.n_files;
        library->n_roots = before.n_roots;
        library->n_holidays = before.n_holidays;
        library->n_regions = before.n_regions;
        library->n_sops = before.n_sops;
        library->findings.n = before.n_findings;
    }
    return status;
}

/* The folder of a region beside another, as it is shown: relative where the other's path lets it. */
static char *region_beside(struct library *library, struct text shown, struct text folder, struct text region)
{
    struct text own = path_name(shown);
    bool relative = !text_eq(own, TEXT(".")) && !text_eq(own, TEXT(".."));
    return path_join(&library->arena, path_folder(relative ? shown : folder), region);
}

/* --- what regions share --- */

static enum status load_legal(struct library *library, const char *folder, struct library_root *root)
{
    char *data = path_join(&library->arena, text_of(folder), TEXT("data"));
    char *path = data ? path_join(&library->arena, text_of(data), TEXT("legal.yaml")) : NULL;
    struct source_file source;
    if (!path)
        return STATUS_MEMORY;
    root->data = text_of(data);
    root->stated = library_kind(library, path) != FILE_ABSENT;
    if (!root->stated)
        return STATUS_OK;
    enum status status = library_read_file(library, path, &root->file);
    if (status < 0)
        return status;
    size_t before = library->findings.n;
    if (!library_source(library, root->file, &source))
        return STATUS_MEMORY;
    status = read_legal(&source, &root->legal);
    root->errors = findings_errors(&library->findings, before);
    return status;
}

enum status library_root(struct library *library, const char *folder, struct library_root **root)
{
    char *real = tree_real(&library->tree, folder, &library->arena);
    for (size_t i = 0; real && i < library->n_roots; i++)
        if (text_eq(library->roots[i].folder, text_of(real))) {
            *root = &library->roots[i];
            return STATUS_OK;
        }
    struct library_root *room =
        arena_room(&library->arena, library->roots, library->n_roots, &library->room_roots, sizeof *room);
    if (!room || !real)
        return STATUS_MEMORY;
    library->roots = room;
    struct library_mark before = library_mark(library);
    room[library->n_roots] = (struct library_root){.folder = text_of(real)};
    enum status status = library_keep(library, before, load_legal(library, folder, &room[library->n_roots]));
    if (status == STATUS_OK)
        *root = &room[library->n_roots++];
    return status;
}

/* --- regions --- */

/* The folder in which it stands, as it is shown; where the path does not say that, as it is. */
static enum status find_root(struct library *library, struct library_region *region)
{
    struct text data = text_of(region_beside(library, region->shown, region->folder, TEXT("data")));
    struct text folder = path_folder(data);
    char *copy = data.at ? arena_copy(&library->arena, folder.at, folder.len) : NULL;
    struct library_root *root;
    enum status status = copy ? library_root(library, copy, &root) : STATUS_MEMORY;
    if (status == STATUS_OK)
        region->root = (uint32_t)(root - library->roots);
    return status;
}

/* Are the files of holidays there that it names? */
static enum status judge_holidays(struct library *library, const struct library_region *region,
                                  const struct source_file *source)
{
    struct texts known;
    if (region->region->holidays.n == 0)
        return STATUS_OK;
    enum status status = library_holiday_names(library, region->root, &known);
    return status == STATUS_OK ? read_holiday_names(source, region->region, known) : status;
}

static enum status load_region(struct library *library, struct library_region *region)
{
    struct text key = path_name(region->folder);
    char *path = path_join(&library->arena, region->shown, TEXT("region.yaml"));
    struct source_file source;
    size_t before = library->findings.n;
    if (!path)
        return STATUS_MEMORY;
    region->stated = library_kind(library, path) != FILE_ABSENT;
    if (!region->stated) {
        /* A file that lies in no region is read with an empty one. */
        source = (struct source_file){
            .bytes = TEXT(""), .arena = library_new_arena(library), .findings = &library->findings};
        return source.arena ? read_region(&source, key, &region->region) : STATUS_MEMORY;
    }
    enum status status = library_read_file(library, path, &region->file);
    if (status < 0)
        return status;
    if (!library_source(library, region->file, &source))
        return STATUS_MEMORY;
    status = read_region(&source, key, &region->region);
    if (status == STATUS_OK)
        status = judge_holidays(library, region, &source);
    region->errors = findings_errors(&library->findings, before);
    return status == STATUS_OK ? library_judge_page(library, region) : status;
}

/* The folder as it is shown is the key; a region reached along two ways is read for each. */
enum status library_region(struct library *library, const char *folder, struct library_region **region)
{
    char *real = tree_real(&library->tree, folder, &library->arena);
    for (size_t i = 0; real && i < library->n_regions; i++)
        if (text_eq(library->regions[i].folder, text_of(real))) {
            *region = &library->regions[i];
            return STATUS_OK;
        }
    struct library_region *room =
        arena_room(&library->arena, library->regions, library->n_regions, &library->room_regions, sizeof *room);
    char *shown = arena_copy(&library->arena, folder, strlen(folder));
    if (!room || !shown || !real)
        return STATUS_MEMORY;
    library->regions = room;
    struct library_region *fresh = &room[library->n_regions];
    struct library_mark before = library_mark(library);
    *fresh = (struct library_region){.folder = text_of(real), .shown = text_of(shown)};
    enum status status = find_root(library, fresh);
    if (status == STATUS_OK)
        status = load_region(library, fresh);
    status = library_keep(library, before, status);
    if (status < 0)
        return status;
    library->n_regions++;
    *region = fresh;
    return STATUS_OK;
}

static enum status load_scenario(struct library *library, const char *path, const struct region *region,
                                 struct library_scenario *entry)
{
    struct source_file source;
    struct library_scenario *room =
        arena_room(&library->arena, library->scenarios, library->n_scenarios, &library->room_scenarios, sizeof *room);
    if (!room)
        return STATUS_MEMORY;
    library->scenarios = room;
    enum status status = library_read_file(library, path, &entry->file);
    if (status == STATUS_OK)
        status = library_source(library, entry->file, &source) ? read_scenario(&source, &region->days, &entry->scenario)
                                                               : STATUS_MEMORY;
    if (status == STATUS_OK)
        room[library->n_scenarios++] = *entry;
    return status;
}

enum status library_scenario(struct library *library, const char *path, struct scenario **scenario, uint32_t *file)
{
    struct library_region *region;
    struct text real = real_of(library, text_of(path)), shown = path_folder(text_of(path));
    for (size_t i = 0; i < library->n_scenarios; i++)
        if (text_eq(library->files[library->scenarios[i].file].real, real)) {
            *scenario = library->scenarios[i].scenario;
            *file = library->scenarios[i].file;
            return STATUS_OK;
        }
    struct text folder = path_folder(text_find(shown, '/') >= 0 ? shown : path_folder(real));
    char *copy = arena_copy(&library->arena, folder.at, folder.len);
    enum status status = copy ? library_region(library, copy, &region) : STATUS_MEMORY;
    struct library_scenario entry = {0};
    struct library_mark before = library_mark(library);
    if (status == STATUS_OK)
        status = library_keep(library, before, load_scenario(library, path, region->region, &entry));
    *scenario = entry.scenario;
    *file = entry.file;
    return status;
}

/* --- SOPs --- */

static struct library_sop *find_sop(const struct library *library, struct text real)
{
    int64_t nth = library->stale ? -1 : map_find(&library->sop_by_real, real);
    for (size_t i = 0; library->stale && i < library->n_sops && nth < 0; i++)
        if (text_eq(library->files[library->sops[i]->file].real, real))
            nth = (int64_t)i;
    return nth < 0 ? NULL : library->sops[nth];
}

static enum status read_definition(struct library *library, struct library_sop *entry)
{
    struct source_file source;
    size_t before = library->findings.n;
    if (!library_source(library, entry->file, &source))
        return STATUS_MEMORY;
    enum status status = read_sop(&source, entry->name, library->regions[entry->region].region, &entry->sop);
    entry->errors = findings_errors(&library->findings, before);
    if (status == STATUS_OK && entry->sop && entry->errors == 0 && !plan_compile(entry->sop, source.arena))
        return STATUS_MEMORY;
    return status;
}

/* Reads one file and its region; calls are not followed yet. */
static enum status add_sop(struct library *library, const char *path, struct library_sop **sop)
{
    struct text shown = path_folder(text_of(path));
    struct library_region *region;
    struct library_sop **room =
        arena_room(&library->arena, library->sops, library->n_sops, &library->room_sops, sizeof *room);
    struct library_sop *entry = ARENA_NEW(&library->arena, struct library_sop);
    char *kept = arena_copy(&library->arena, shown.at, shown.len);
    if (!room || !entry || !kept)
        return STATUS_MEMORY;
    library->sops = room;
    enum status status = library_region(library, kept, &region);
    if (status == STATUS_OK)
        status = library_read_file(library, path, &entry->file);
    if (status < 0)
        return status;
    entry->region = (uint32_t)(region - library->regions);
    entry->folder = path_folder(library->files[entry->file].real);
    entry->shown = text_of(kept);
    entry->name = library_name_of(library, library->files[entry->file].real);
    status = entry->name.at ? read_definition(library, entry) : STATUS_MEMORY;
    if (status < 0)
        return status;
    if (map_add(&library->sop_by_real, &library->arena, library->files[entry->file].real, (uint32_t)library->n_sops) ==
        MAP_MEMORY)
        return STATUS_MEMORY;
    library->sops[library->n_sops++] = entry;
    library->files[entry->file].sop = entry;
    *sop = entry;
    return STATUS_OK;
}

/* A part of a SOP's name may not leave the folder that it is looked up in. */
static bool is_plain_name(struct text name)
{
    return name.len && name.at[0] != '.' && text_find(name, '/') < 0 && text_find(name, '\0') < 0;
}

char *path_of_sop(struct library *library, struct text folder, struct text name)
{
    char *bare = path_join(&library->arena, folder, name);
    size_t len = bare ? strlen(bare) : 0;
    char *path = bare ? arena_alloc(&library->arena, len + sizeof ".yaml") : NULL;
    if (!path)
        return NULL;
    memcpy(path, bare, len);
    memcpy(path + len, ".yaml", sizeof ".yaml");
    return path;
}

/* The file that a call names: in the same region, or `REGION/FILE` beside it. NULL where it cannot be one. */
char *library_path_of(struct library *library, struct text shown, struct text folder, struct text name)
{
    struct text file = name, region = {0};
    if (text_find(name, '/') >= 0)
        region = text_cut(name, '/', &file);
    if (!is_plain_name(file) || text_eq(file, TEXT("region")) || (region.at && !is_plain_name(region)))
        return NULL; /* region.yaml is no SOP */
    if (region.at && !text_eq(region, path_name(folder)))
        shown = text_of(region_beside(library, shown, folder, region));
    return shown.at ? path_of_sop(library, shown, file) : NULL;
}

static enum status follow_call(struct library *library, const struct library_sop *caller, struct callee *callee)
{
    char *path = library_path_of(library, caller->shown, caller->folder, callee->name);
    struct library_sop *entry = path ? find_sop(library, real_of(library, text_of(path))) : NULL;
    if (library->arena.failed)
        return STATUS_MEMORY;
    if (path && !entry && library_kind(library, path) != FILE_ABSENT) {
        enum status status = add_sop(library, path, &entry);
        if (status < 0)
            return status;
    }
    callee->sop = entry ? entry->sop : NULL;
    callee->exists = entry != NULL;
    callee->file = entry ? entry->file : 0;
    return STATUS_OK;
}

static enum status follow_calls(struct library *library, struct library_sop *entry)
{
    struct sop *sop = entry->sop;
    for (uint16_t s = 0; sop && s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            enum status status = follow_call(library, entry, &sop->steps[s].call.callees[c]);
            if (status < 0)
                return status;
        }
    return STATUS_OK;
}

static bool has_unknown_call(const struct sop *sop)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++)
            if (!sop->steps[s].call.callees[c].exists)
                return true;
    return false;
}

static enum status link_one(struct library *library, struct library_sop *entry)
{
    struct source_file source = {
        .bytes = library->files[entry->file].bytes, .number = entry->file, .findings = &library->findings};
    size_t before = library->findings.n;
    struct texts known = {0};
    enum status status = STATUS_OK;
    entry->linked = true;
    if (!entry->sop)
        return STATUS_OK;
    source.arena = library_new_arena(library);
    if (!source.arena)
        return STATUS_MEMORY;
    if (has_unknown_call(entry->sop)) {
        struct text root = path_folder(entry->folder);
        char *copy = arena_copy(&library->arena, root.at, root.len);
        status = copy ? library_names(library, copy, &known) : STATUS_MEMORY;
    }
    if (status == STATUS_OK)
        status = read_link(&source, entry->sop, known);
    if (status == STATUS_OK)
        status = read_circles(&source, entry->sop);
    entry->errors += findings_errors(&library->findings, before);
    entry->folds = status == STATUS_OK && entry->errors == 0 && library->regions[entry->region].errors == 0;
    return status;
}

enum status library_load(struct library *library, const char *path, struct library_sop **sop)
{
    *sop = find_sop(library, real_of(library, text_of(path)));
    if (*sop)
        return STATUS_OK;
    size_t first = library->n_sops;
    struct library_mark before = library_mark(library);
    enum status status = add_sop(library, path, sop);
    /* The list grows while it is walked: breadth first through everything that can be called. */
    for (size_t i = first; status == STATUS_OK && i < library->n_sops; i++)
        status = follow_calls(library, library->sops[i]);
    for (size_t i = first; status == STATUS_OK && i < library->n_sops; i++)
        status = link_one(library, library->sops[i]);
    if (status == STATUS_OK)
        status = library_judge(library, first);
    return library_keep(library, before, status);
}
