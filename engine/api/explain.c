#include "baku_sop.h"

#include <stdlib.h>
#include <string.h>

#include "api/answer.h"
#include "api/examples.h"
#include "api/explain.h"
#include "base/nearest.h"
#include "base/utf8.h"

static json_t *json_words(const char *words) { return json_text(text_of(words)); }

static bool starts(struct text text, struct text with)
{
    return text.len >= with.len && text_eq((struct text){text.at, with.len}, with);
}

static const char mark_here[] = "# expect: ", mark_of_line[] = "# expect-line ";

/* The line without the mark in it, and the codes that the mark names. */
static struct text before_mark(struct text line, struct text *codes)
{
    *codes = (struct text){0};
    for (size_t at = 0; at < line.len; at++) {
        struct text rest = {line.at + at, line.len - at};
        if (!starts(rest, text_of(mark_here)) && !starts(rest, text_of(mark_of_line)))
            continue;
        text_cut(rest, ':', codes);
        *codes = text_trim(*codes);
        while (at && line.at[at - 1] == ' ')
            at--;
        return (struct text){line.at, at};
    }
    return line;
}

static void put_mark(struct buf *to, struct text codes)
{
    if (codes.len) {
        buf_string(to, " # ← ");
        buf_text(to, codes);
    }
}

void explain_example(struct buf *to, const char *example)
{
    struct text rest = text_of(example), codes, of_line = {0};
    const char *far = strstr(example, mark_of_line);
    size_t meant = far ? strtoul(far + strlen(mark_of_line), NULL, 10) : 0;
    bool whole = utf8_valid(rest.at, rest.len) == rest.len;
    if (far)
        before_mark(text_cut(text_of(far), '\n', &codes), &of_line);
    for (size_t nth = 1; rest.len; nth++) {
        struct text line = before_mark(text_cut(rest, '\n', &rest), &codes);
        if (whole)
            buf_text(to, line);
        else
            buf_shown(to, line, SIZE_MAX);
        put_mark(to, nth == meant ? of_line : far ? (struct text){0} : codes);
        buf_byte(to, '\n');
    }
}

void explain_help(struct buf *to, const struct finding_row *row, enum lang lang)
{
    for (const char *at = row->help[lang]; *at;) {
        size_t plain = strcspn(at, "{");
        size_t name = at[plain] ? strspn(at + plain + 1, "abcdefghijklmnopqrstuvwxyz") : 0;
        buf_bytes(to, at, plain);
        at += plain;
        if (name && at[name + 1] == '}') {
            buf_string(to, "…");
            at += name + 2;
        } else if (*at) {
            buf_byte(to, (unsigned char)*at++);
        }
    }
}

static json_t *json_example(struct report *report, const char *example)
{
    struct buf shown = BUF_INIT;
    if (!example)
        return json_null();
    explain_example(&shown, example);
    return json_buffer(report, &shown);
}

static json_t *json_help(struct report *report, const struct finding_row *row, enum lang lang)
{
    struct buf words = BUF_INIT;
    explain_help(&words, row, lang);
    return json_buffer(report, &words);
}

static json_t *json_page(struct report *report, const struct finding_row *row, enum lang lang)
{
    const struct example *example = example_find(row->code);
    json_t *page = json_object();
    put(report, page, "code", json_string(row->code));
    put(report, page, "severity", json_string(severity_name(row->severity)));
    put(report, page, "can_be_accepted", json_boolean(row->acceptable));
    put(report, page, "meaning", json_words(row->meaning[lang]));
    put(report, page, "why", json_words(row->why[lang]));
    put(report, page, "help", json_help(report, row, lang));
    put(report, page, "bad", json_example(report, example ? example->bad : NULL));
    put(report, page, "mended", json_example(report, example ? example->good : NULL));
    return page;
}

enum baku_status explain_no_code(struct baku *baku, struct text code, struct baku_answer *answer)
{
    struct nearest nearest = nearest_to(code);
    for (int i = 0; i < FINDING_COUNT; i++)
        nearest_try(&nearest, text_of(finding_row((enum finding_code)i)->code));
    return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_CODE,
                        (struct error_facts){.name = code, .near = nearest.best});
}

int explain_find(struct text code)
{
    for (int i = 0; i < FINDING_COUNT; i++)
        if (text_eq_blind(code, text_of(finding_row((enum finding_code)i)->code)))
            return i;
    return -1;
}

enum baku_status baku_explain(struct baku *baku, const char *code, struct baku_answer *answer)
{
    struct report report = {0};
    int only = code ? explain_find(text_of(code)) : -1;
    answer->json = NULL;
    if (code && only < 0)
        return explain_no_code(baku, text_of(code), answer);
    json_t *document = json_object(), *pages = json_array();
    for (int i = 0; i < FINDING_COUNT; i++)
        if (!code || i == only)
            append(&report, pages, json_page(&report, finding_row((enum finding_code)i), baku->lang));
    put(&report, document, "findings", pages);
    return answer_with(baku, answer, &report, document, BAKU_YES);
}
