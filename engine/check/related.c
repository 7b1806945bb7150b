/* B505: the SOPs that a SOP calls stand in its `related`, and what looks like a SOP's name there is one. */
#include "base/nearest.h"
#include "check/title.h"

/* --- what an entry means --- */

static struct text without_sop(struct text entry)
{
    entry = text_trim(entry);
    if (entry.len > 4 && text_eq_blind((struct text){entry.at, 4}, TEXT("SOP ")))
        return text_trim((struct text){entry.at + 4, entry.len - 4});
    return entry;
}

enum { LONGEST_TITLE = 500 }; /* that is looked for inside of a text */

static bool contains_blind(struct text text, struct text part)
{
    if (part.len > LONGEST_TITLE)
        return text_eq_blind(text, part);
    for (size_t at = 0; part.len && at + part.len <= text.len; at++)
        if (text_eq_blind((struct text){text.at + at, part.len}, part))
            return true;
    return false;
}

static struct text region_of(struct text name)
{
    struct text file;
    return text_cut(name, '/', &file);
}

/* `NAME` in its own region, `REGION/NAME` anywhere. */
static bool names_sop(struct text entry, struct text name, struct text region)
{
    struct text file, own = text_cut(name, '/', &file);
    return text_eq(entry, name) || (text_eq(own, region) && text_eq(entry, file));
}

static bool is_related(const struct title *t, const struct callee *callee)
{
    for (size_t i = 0; i < t->identity->related.n; i++) {
        struct text entry = without_sop(t->identity->related.at[i]);
        if (text_eq(entry, callee->name) ||
            (callee->sop && (names_sop(entry, callee->sop->name, region_of(t->sop->name)) ||
                             contains_blind(entry, callee->sop->title))))
            return true;
    }
    return false;
}

/* --- what is called --- */

bool title_calls(const struct title *t)
{
    for (uint16_t i = 0; t->sop && i < t->sop->n_steps; i++)
        if (t->sop->steps[i].call.n)
            return true;
    return false;
}

/* Adds a callee's name once. */
static void add_name(const struct title *t, struct map *seen, struct buf *list, const struct callee *callee)
{
    struct text name = callee->sop ? callee->sop->name : callee->name;
    if (map_add(seen, t->c->arena, name, 0) != MAP_ADDED)
        return;
    buf_string(list, list->len ? ", `" : "`");
    buf_text(list, callee->name);
    buf_byte(list, '`');
}

struct text title_unrelated(const struct title *t)
{
    struct map seen = {0};
    struct buf list = BUF_INIT;
    for (uint16_t s = 0; s < t->sop->n_steps; s++)
        for (uint16_t i = 0; i < t->sop->steps[s].call.n; i++)
            if (!is_related(t, &t->sop->steps[s].call.callees[i]))
                add_name(t, &seen, &list, &t->sop->steps[s].call.callees[i]);
    if (list.len || list.failed)
        return title_kept(t, &list);
    return (struct text){0};
}

static void check_called(const struct title *t)
{
    if (!title_calls(t) || !t->identity->stated[TITLE_related].span.end)
        return; /* without any `related` that is what is missing (B504) */
    struct text missing = title_unrelated(t);
    if (!missing.len)
        return;
    struct finding *finding =
        title_report(t, FINDING_B505, title_span(t, TITLE_related), title_place(t, TITLE_related));
    if (finding) {
        finding->want = PHRASE_RELATED_CALLED;
        finding->other = missing;
        finding->way = PHRASE_WAY_RELATED_ADD;
    }
}

/* --- what is named --- */

/* `NAME` or `REGION/NAME` in the shape of a key, which no free text has. */
static bool is_name(struct text entry)
{
    struct text file, region = text_cut(entry, '/', &file);
    return text_is_key(region) && (text_find(entry, '/') < 0 || text_is_key(file));
}

static void check_entry(const struct title *t, size_t i, struct text region)
{
    struct text entry = t->identity->related.at[i];
    if (!is_name(entry))
        return;
    struct nearest nearest = nearest_to(entry);
    for (size_t k = 0; k < t->c->known.n; k++) {
        struct text name = t->c->known.at[k], file, own = text_cut(name, '/', &file);
        if (names_sop(entry, name, region))
            return;
        nearest_try(&nearest, text_eq(own, region) && text_find(entry, '/') < 0 ? file : name);
    }
    struct buf shown = BUF_INIT;
    buf_byte(&shown, '`');
    buf_text(&shown, entry);
    buf_byte(&shown, '`');
    struct text other = title_kept(t, &shown);
    struct finding *finding =
        title_report(t, FINDING_B505, t->identity->related_spans[i], title_place(t, TITLE_related));
    if (finding) {
        finding->want = PHRASE_RELATED_UNKNOWN;
        finding->other = other;
        finding->near = nearest.best;
    }
}

/* Of a page with more entries than this the first are looked up: each is compared with all names that there are. */
enum { MOST_RELATED = 500 };

void title_related(const struct title *t)
{
    struct text region = t->sop ? region_of(t->sop->name) : t->region->key;
    if (t->sop)
        check_called(t);
    for (size_t i = 0;
         title_is_own(t, TITLE_related) && t->c->known.n && i < t->identity->related.n && i < MOST_RELATED; i++)
        check_entry(t, i, region);
}
