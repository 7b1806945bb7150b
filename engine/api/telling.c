#include "api/telling.h"

#include "base/sort.h"

/* --- the order --- */

static int by_path(const void *a, const void *b)
{
    const struct library_file *const *left = a, *const *right = b;
    return text_cmp((*left)->path, (*right)->path);
}

/* Every file's place among all of them, or NULL. */
static uint32_t *ranks(struct library *library)
{
    const struct library_file **files = ARENA_ARRAY(&library->arena, library->n_files, const struct library_file *);
    uint32_t *rank = ARENA_ARRAY(&library->arena, library->n_files, uint32_t);
    for (size_t i = 0; files && i < library->n_files; i++)
        files[i] = &library->files[i];
    if (!files || !rank || !sort_stable(files, library->n_files, sizeof *files, by_path, &library->arena))
        return NULL;
    for (uint32_t i = 0; i < library->n_files; i++)
        rank[files[i] - library->files] = i;
    return rank;
}

bool telling_sort(struct library *library)
{
    const uint32_t *rank = ranks(library);
    for (size_t i = 0; rank && i < library->findings.n; i++)
        library->findings.at[i].rank = rank[library->findings.at[i].file];
    return rank && findings_sort(&library->findings, &library->arena);
}

const struct library_sop **telling_sops(struct library *library)
{
    const uint32_t *rank = ranks(library);
    const struct library_sop **at = ARENA_ARRAY(&library->arena, library->n_files, const struct library_sop *);
    const struct library_sop **sops = ARENA_ARRAY(&library->arena, library->n_sops + 1, const struct library_sop *);
    size_t n = 0;
    if (!rank || !at || !sops)
        return NULL;
    for (size_t i = 0; i < library->n_sops; i++)
        at[rank[library->sops[i]->file]] = library->sops[i];
    for (size_t i = 0; i < library->n_files; i++)
        if (at[i])
            sops[n++] = at[i];
    return sops;
}

bool scope_has(const struct check_scope *scope, uint32_t file) { return !scope->files || scope->files[file]; }

struct telling telling_of(const struct baku *baku, const struct check_scope *scope)
{
    return (struct telling){.baku = baku, .scope = scope, .file = UINT32_MAX};
}

bool telling_next(struct telling *telling, struct told_finding *told)
{
    const struct library *library = &telling->baku->library;
    while (telling->next < library->findings.n && !scope_has(telling->scope, library->findings.at[telling->next].file))
        telling->next++;
    if (telling->next == library->findings.n)
        return false;
    const struct finding *finding = &library->findings.at[telling->next++];
    const struct library_file *file = &library->files[finding->file];
    if (telling->file != finding->file) {
        telling->file = finding->file;
        telling->cursor = telling->first = (struct place_cursor){.text = file->bytes};
    }
    *told = (struct told_finding){.finding = finding, .row = finding_row(finding->code), .file = file};
    told->place = place_next(&telling->cursor, finding->span.start);
    if (finding->first.end)
        told->first = place_next(&telling->first, finding->first.start);
    return true;
}

/* The cursors of a file's steps, or NULL when memory is out. */
static struct place_cursor *cursors_of(struct telling *telling, struct arena *arena, uint32_t file)
{
    if (!telling->steps)
        telling->steps = ARENA_ARRAY(arena, telling->baku->library.n_files, struct place_cursor *);
    if (telling->steps && !telling->steps[file])
        telling->steps[file] = ARENA_ARRAY(arena, MAX_STEPS + 1, struct place_cursor);
    return telling->steps ? telling->steps[file] : NULL;
}

struct place_cursor telling_step(struct telling *telling, struct arena *arena, const struct waypoint *at)
{
    struct place_cursor *known = at->number <= MAX_STEPS ? cursors_of(telling, arena, at->file) : NULL;
    struct place_cursor cursor = {.text = telling->baku->library.files[at->file].bytes};
    if (known && known[at->number].line)
        return known[at->number];
    place_next(&cursor, at->span.start);
    if (known)
        known[at->number] = cursor;
    return cursor;
}

struct findings_counts telling_counts(const struct baku *baku, const struct check_scope *scope)
{
    struct findings_counts counts = {0};
    const struct library *library = &baku->library;
    for (size_t i = 0; i < library->findings.n; i++) {
        const struct finding *finding = &library->findings.at[i];
        if (scope_has(scope, finding->file) && finding->accepted)
            counts.accepted++;
        else if (scope_has(scope, finding->file))
            counts.severity[finding_row(finding->code)->severity]++;
    }
    for (uint32_t i = 0; i < library->n_files; i++)
        counts.files += scope_has(scope, i);
    return counts;
}

/* --- the sentences --- */

void told_message(struct buf *to, const struct told_finding *told, enum lang lang)
{
    finding_message(to, told->finding, lang, told->first.line);
}

void told_help(struct buf *to, const struct told_finding *told, enum lang lang)
{
    finding_help(to, told->finding, lang, told->first.line);
}

void told_note(struct buf *to, const struct told_finding *told, enum lang lang)
{
    finding_note(to, told->finding, lang, told->first.line);
}

static const char *const leavings[][1 + LANG_COUNT] = {
#define LEAVING(name, json, id, en) [LEFT_##name] = {json, id, en},
#include "api/leavings.def"
#undef LEAVING
};

struct text waypoint_mark(const struct waypoint *at)
{
    return at->left == LEFT_CALLED ? at->called : text_of(leavings[at->left][0]);
}

struct text waypoint_word(const struct waypoint *at, enum lang lang)
{
    if (at->left == LEFT_DONE && at->decides)
        return TEXT("Ya"); /* in both languages, as `Tidak` is; json's path is without it */
    return at->left == LEFT_CALLED ? at->called : text_of(leavings[at->left][1 + lang]);
}

void waypoint_shown(struct buf *to, const struct waypoint *at, enum lang lang)
{
    struct text word = waypoint_word(at, lang);
    buf_number(to, at->number);
    buf_byte(to, ' ');
    buf_shown(to, at->step, SIZE_MAX);
    if (word.len) {
        buf_string(to, " [");
        buf_shown(to, word, SIZE_MAX);
        buf_byte(to, ']');
    }
}

/* --- what was not looked for --- */

const char *ignored_reason(enum ignored_why why, enum lang lang)
{
    static const char *const reasons[][LANG_COUNT] = {
#define IGNORED(name, id, en) {id, en},
#include "api/ignored.def"
#undef IGNORED
    };
    return reasons[why][lang];
}

const struct library_sop *telling_sop(const struct library *library, uint32_t file)
{
    for (size_t i = 0; i < library->n_sops; i++)
        if (library->sops[i]->file == file)
            return library->sops[i];
    return NULL;
}

const struct unchecked *unchecked_of(const struct library_sop *sop)
{
    static const struct unchecked rows[] = {
#define UNCHECKED(name, families, id, en) [CHECKED_##name] = {families, {id, en}},
#include "api/unchecked.def"
#undef UNCHECKED
    };
    return &rows[sop->checked];
}

void checked_words(struct buf *to, enum lang lang)
{
    static const struct {
        const char *letters, *name[LANG_COUNT];
    } families[] = {
#define FAMILY(letters, id, en) {#letters, {id, en}},
#include "api/families.def"
#undef FAMILY
    };
    buf_string(to, lang == LANG_ID ? "Diperiksa: " : "Checked: ");
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        buf_string(to, i ? ", " : "");
        buf_string(to, families[i].name[lang]);
        buf_string(to, " (");
        buf_string(to, families[i].letters);
        buf_byte(to, ')');
    }
    buf_byte(to, '.');
}

const char *severity_word(enum severity severity, enum lang lang)
{
    static const char *const words[][LANG_COUNT] = {{"galat", "error"}, {"peringatan", "warning"}, {"catatan", "note"}};
    return words[severity][lang];
}

void unchecked_words(struct buf *to, const struct library_sop *sop, enum lang lang)
{
    const struct unchecked *unchecked = unchecked_of(sop);
    buf_shown(to, sop->name, SIZE_MAX);
    buf_string(to, lang == LANG_ID ? ": belum diperiksa " : ": not checked for ");
    for (const char *at = unchecked->families; *at; at++)
        buf_string(to, *at == ' ' ? ", " : (char[]){*at, '\0'});
    buf_string(to, lang == LANG_ID ? ", karena " : ", because ");
    buf_string(to, unchecked->reason[lang]);
}
