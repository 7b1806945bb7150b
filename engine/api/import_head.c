/* The first line of a CSV file of cases, and whether its columns fit the SOPs below it. */
#include "api/definitions.h"
#include "api/import.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "world/clock.h"

enum { COLUMNS = MAX_DOCUMENTS + COLUMN_FIXED };

static const char *const fixed_names[COLUMN_FIXED] = {"key", "sop", "title"};

bool import_is_fixed(const struct import *m, size_t column)
{
    return column == m->fixed[COLUMN_KEY] || column == m->fixed[COLUMN_SOP] || column == m->fixed[COLUMN_TITLE];
}

static void name_columns(struct import *m)
{
    for (size_t f = 0; f < COLUMN_FIXED; f++)
        m->fixed[f] = SIZE_MAX;
    for (size_t c = 0; c < m->n_columns; c++) {
        m->names[c] = arena_copy(&m->lasting, m->row.cells[c].at, m->row.cells[c].len);
        for (size_t f = 0; f < COLUMN_FIXED; f++)
            if (text_eq(m->row.cells[c], text_of(fixed_names[f])))
                m->fixed[f] = c;
    }
}

static void add_name(struct buf *list, const char *name)
{
    buf_string(list, list->len ? ", `" : "`");
    buf_string(list, name);
    buf_byte(list, '`');
}

/* Too many columns, or those that are missing, and what is there instead. */
static enum baku_status bad_head(struct import *m)
{
    struct buf first = BUF_INIT, second = BUF_INIT;
    bool many = m->row.n > COLUMNS;
    if (many) {
        buf_number(&first, (int64_t)m->row.n);
        buf_number(&second, COLUMNS);
    }
    for (size_t f = 0; !many && f < COLUMN_TITLE; f++)
        if (m->fixed[f] == SIZE_MAX)
            add_name(&first, fixed_names[f]);
    for (size_t c = 0; c < m->n_columns; c++)
        add_name(&second, m->names[c]);
    buf_string(&second, second.len ? "" : "–");
    struct error_facts facts = {.name = buf_view(&first), .other = buf_view(&second)};
    enum baku_status status =
        first.failed || second.failed
            ? desk_memory(m->desk)
            : desk_error(m->desk, BAKU_UNKNOWN, many ? ERROR_CSV_HEAD_LONG : ERROR_CSV_HEAD, facts);
    buf_release(&first);
    buf_release(&second);
    return status;
}

/* Can the first line be read? UTF-16 begins with FF or FE, or has NULs. */
static bool is_utf8(struct text bytes)
{
    struct text rest, line = text_cut(bytes, '\n', &rest);
    return text_find(line, '\0') < 0 && utf8_valid(line.at, line.len) == line.len;
}

static enum baku_status read_line(struct import *m)
{
    if (!is_utf8(m->csv.rest))
        return desk_error(m->desk, BAKU_UNKNOWN, ERROR_CSV_UNREAD, (struct error_facts){0});
    m->row.cells = ARENA_ARRAY(&m->lasting, COLUMNS, struct text);
    m->row.room = COLUMNS;
    if (!m->row.cells || (!csv_next(&m->csv, &m->row, &m->lasting) && m->lasting.failed))
        return desk_memory(m->desk);
    m->n_columns = m->row.n <= COLUMNS ? m->row.n : 0;
    m->names = ARENA_ARRAY(&m->lasting, m->n_columns, const char *);
    if (m->names)
        name_columns(m);
    if (m->lasting.failed)
        return desk_memory(m->desk);
    bool names_all = m->fixed[COLUMN_KEY] != SIZE_MAX && m->fixed[COLUMN_SOP] != SIZE_MAX;
    return names_all ? BAKU_YES : bad_head(m);
}

/* --- do the columns fit? --- */

/* What the file's rows have, and the SOPs that they name. */
struct survey {
    struct import *m;
    struct map names;
    const struct sop **sops; /* as far as there are such */
    size_t n_sops, room;
    bool *used; /* by column */
    bool blind; /* what one of the SOPs takes is not known */
};

/* The revision of the SOP that cases take which start then. */
static enum baku_status add_revision(struct survey *s, struct text name, int64_t at, const struct sop **sop)
{
    struct desk *desk = s->m->desk;
    struct store_revision row;
    struct definition *definition;
    enum store_status found = store_revision_at(desk->store, name, at, &row, &desk->arena);
    enum baku_status status = found == STORE_ABSENT ? BAKU_YES : desk_check(desk, found);
    *sop = NULL;
    if (found == STORE_OK && status == BAKU_YES)
        status = definition_find(desk, row.id, &definition);
    if (found != STORE_OK || status != BAKU_YES)
        return status;
    s->blind = s->blind || !definition->sop;
    if (!definition->sop)
        return BAKU_YES;
    const struct sop **grown = arena_room(&s->m->lasting, s->sops, s->n_sops, &s->room, sizeof *grown);
    if (!grown)
        return desk_memory(desk);
    s->sops = grown;
    s->sops[s->n_sops++] = *sop = definition->sop;
    return BAKU_YES;
}

/* A name that no SOP has is told with its rows. */
static enum baku_status add_sop(struct survey *s, struct text name)
{
    struct arena *arena = &s->m->lasting;
    const char *given = s->m->deed->at;
    const struct sop *sop;
    int64_t at;
    if (name.len == 0 || map_find(&s->names, name) >= 0)
        return BAKU_YES;
    struct text kept = {arena_copy(arena, name.at, name.len), name.len};
    if (!kept.at || map_add(&s->names, arena, kept, 0) == MAP_MEMORY)
        return desk_memory(s->m->desk);
    enum baku_status status = add_revision(s, kept, clock_now(), &sop);
    if (status == BAKU_YES && sop && given && moment_read(text_of(given), sop->region->east, &at) == MOMENT_OK)
        status = add_revision(s, kept, at, &sop);
    return status;
}

/* All rows are read once before the first is started. */
static enum baku_status look_at_rows(struct survey *s)
{
    struct import *m = s->m;
    struct csv csv = m->csv;
    struct arena arena = ARENA_INIT;
    enum baku_status status = BAKU_YES;
    while (status == BAKU_YES && csv_next(&csv, &m->row, &arena)) {
        if (m->row.n != m->n_columns)
            continue;
        for (size_t c = 0; c < m->n_columns; c++)
            s->used[c] = s->used[c] || m->row.cells[c].len;
        status = add_sop(s, m->row.cells[m->fixed[COLUMN_SOP]]);
        arena_reset(&arena);
    }
    if (status == BAKU_YES && arena.failed)
        status = desk_memory(m->desk);
    arena_release(&arena);
    return status;
}

static bool takes(const struct sop *sop, struct text key)
{
    uint16_t document = sop_document(sop, key);
    return document != NONE && bits_has(sop->plan.given, document);
}

static bool is_taken(const struct survey *s, struct text key)
{
    bool taken = false;
    for (size_t i = 0; i < s->n_sops && !taken; i++)
        taken = takes(s->sops[i], key);
    return taken;
}

/* What can be brought, each once, and what of it is meant. */
static void list_taken(struct survey *s, struct buf *list, struct nearest *nearest)
{
    struct map told = {0};
    for (size_t i = 0; i < s->n_sops; i++)
        for (uint16_t d = 0; d < s->sops[i]->n_documents; d++) {
            struct text key = s->sops[i]->documents[d].key;
            if (!bits_has(s->sops[i]->plan.given, d) || map_add(&told, &s->m->lasting, key, 0) != MAP_ADDED)
                continue;
            nearest_try(nearest, key);
            buf_string(list, list->len ? ", " : "");
            buf_text(list, key);
        }
    buf_string(list, list->len ? "" : "–");
}

static enum baku_status bad_column(struct survey *s, struct text name)
{
    struct buf list = BUF_INIT;
    struct nearest nearest = nearest_to(name);
    list_taken(s, &list, &nearest);
    struct error_facts facts = {.name = name, .near = nearest.best, .other = buf_view(&list)};
    enum baku_status status = list.failed || s->m->lasting.failed
                                  ? desk_memory(s->m->desk)
                                  : desk_error(s->m->desk, BAKU_UNKNOWN, ERROR_CSV_COLUMN, facts);
    buf_release(&list);
    return status;
}

static enum baku_status judge_columns(struct import *m)
{
    struct survey s = {.m = m, .used = ARENA_ARRAY(&m->lasting, m->n_columns, bool)};
    enum baku_status status = s.used ? look_at_rows(&s) : desk_memory(m->desk);
    for (size_t c = 0; status == BAKU_YES && s.n_sops && !s.blind && c < m->n_columns; c++)
        if (s.used[c] && !import_is_fixed(m, c) && !is_taken(&s, text_of(m->names[c])))
            return bad_column(&s, text_of(m->names[c]));
    return status;
}

enum baku_status import_head(struct import *m)
{
    enum baku_status status = read_line(m);
    return status == BAKU_YES ? judge_columns(m) : status;
}
