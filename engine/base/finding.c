#include "base/finding.h"

#include <string.h>

#include "base/must.h"
#include "base/sort.h"

enum { SHOWN = 80 }; /* code points of the author's text in a message */

static const struct finding_row rows[] = {
#define FINDING(code, severity, acceptable, m_id, m_en, w_id, w_en, t_id, t_en, h_id, h_en)                            \
    {#code, SEVERITY_##severity, acceptable, {m_id, m_en}, {w_id, w_en}, {t_id, t_en}, {h_id, h_en}},
#include "base/findings.def"
#undef FINDING
};

static const char *const phrases[][LANG_COUNT] = {
    {"", ""},
#define PHRASE(name, id, en) {id, en},
#include "base/phrases.def"
#undef PHRASE
};

static const struct {
    int64_t value;
    const char *noun[LANG_COUNT];
} limits[] = {
#define LIMIT(name, value, id, en) {value, {id, en}},
#include "base/limits.def"
#undef LIMIT
};

const struct finding_row *finding_row(enum finding_code code)
{
    must(code < FINDING_COUNT);
    return &rows[code];
}

int finding_code_find(struct text code)
{
    for (int i = 0; i < FINDING_COUNT; i++)
        if (text_eq(code, text_of(rows[i].code)))
            return i;
    return -1;
}

const char *severity_name(enum severity severity)
{
    static const char *const names[] = {"error", "warning", "note"};
    return names[severity];
}

const char *phrase_in(enum phrase phrase, enum lang lang) { return phrases[phrase][lang]; }
const char *limit_noun(enum limit limit, enum lang lang) { return limits[limit].noun[lang]; }
int64_t limit_value(enum limit limit) { return limits[limit].value; }

static size_t count_of(struct findings *findings, uint32_t file)
{
    if (findings->n == 0 || findings->file != file) {
        findings->file = file;
        findings->of_file = 0;
        for (size_t i = 0; i < findings->n; i++)
            findings->of_file += findings->at[i].file == file;
    }
    return findings->of_file;
}

struct finding *findings_add(struct findings *findings, struct finding finding)
{
    size_t before = count_of(findings, finding.file);
    if (before > MAX_FINDINGS)
        return NULL;
    if (before == MAX_FINDINGS)
        finding = (struct finding){.code = FINDING_B003,
                                   .file = finding.file,
                                   .span = finding.span,
                                   .sop = finding.sop,
                                   .is_limit = true,
                                   .limit = LIMIT_FINDINGS};
    void *room = arena_room(findings->arena, findings->at, findings->n, &findings->capacity, sizeof *findings->at);
    if (!room)
        return NULL;
    findings->at = room;
    findings->at[findings->n] = finding;
    findings->of_file++;
    findings->n++;
    return before == MAX_FINDINGS ? NULL : &findings->at[findings->n - 1];
}

bool findings_are_full(struct findings *findings, uint32_t file) { return count_of(findings, file) > MAX_FINDINGS; }

size_t findings_errors(const struct findings *findings, size_t from)
{
    size_t errors = 0;
    for (size_t i = from; i < findings->n; i++)
        errors += rows[findings->at[i].code].severity == SEVERITY_ERROR && !findings->at[i].accepted;
    return errors;
}

static int by_place(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    return a->code < b->code ? -1 : a->code > b->code;
}

bool findings_sort(struct findings *findings, struct arena *scratch)
{
    return sort_stable(findings->at, findings->n, sizeof *findings->at, by_place, scratch);
}

static void fill(struct buf *to, const char *pattern, const struct finding *f, enum lang lang, size_t line);

/* A phrase may have holes of its own, but no {want}. */
static void put_want(struct buf *to, const struct finding *f, enum lang lang)
{
    if (f->is_limit)
        buf_string(to, limit_noun(f->limit, lang));
    else if (f->wants[lang].len)
        buf_text(to, f->wants[lang]);
    else
        fill(to, phrase_in(f->want, lang), f, lang, 0);
}

/* Between quotes nothing would be seen of a text that is empty. */
static void put_text(struct buf *to, struct text text, enum lang lang, size_t most)
{
    if (text.len)
        buf_shown(to, text, most);
    else
        buf_string(to, lang == LANG_ID ? "(kosong)" : "(empty)");
}

static void put_hole(struct buf *to, const struct finding *f, enum lang lang, struct text hole, size_t line)
{
    if (text_eq(hole, TEXT("name")))
        put_text(to, f->name, lang, SHOWN);
    else if (text_eq(hole, TEXT("value")))
        put_text(to, f->value, lang, SHOWN);
    else if (text_eq(hole, TEXT("other")))
        buf_shown(to, f->other, 10 * SHOWN);
    else if (text_eq(hole, TEXT("want")))
        put_want(to, f, lang);
    else if (text_eq(hole, TEXT("limit")))
        buf_number(to, limit_value(f->limit));
    else if (text_eq(hole, TEXT("line")))
        buf_number(to, (int64_t)line);
    else
        must(!"a template has a hole that no fact fills");
}

static void fill(struct buf *to, const char *pattern, const struct finding *f, enum lang lang, size_t line)
{
    for (const char *at = pattern; *at;) {
        size_t plain = strcspn(at, "{");
        buf_bytes(to, at, plain);
        at += plain;
        /* A brace is a hole only where a small letter follows: `{title: …}` in a sentence has its own way. */
        size_t name = *at ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        if (name && at[1 + name] == '}') {
            put_hole(to, f, lang, (struct text){at + 1, name}, line);
            at += name + 2;
        } else if (*at) {
            buf_byte(to, (unsigned char)*at++);
        }
    }
}

void finding_message(struct buf *to, const struct finding *finding, enum lang lang, size_t line)
{
    fill(to, finding_row(finding->code)->message[lang], finding, lang, line);
}

void finding_help(struct buf *to, const struct finding *finding, enum lang lang, size_t line)
{
    if (finding->near.len) {
        buf_string(to, lang == LANG_ID ? "Mungkin maksudnya `" : "Did you mean `");
        buf_shown(to, finding->near, SHOWN);
        buf_string(to, "`? ");
    }
    const char *way = finding->way ? phrase_in(finding->way, lang) : finding_row(finding->code)->help[lang];
    fill(to, way, finding, lang, line);
}

void finding_note(struct buf *to, const struct finding *finding, enum lang lang, size_t line)
{
    fill(to, phrase_in(finding->note, lang), finding, lang, line);
}
