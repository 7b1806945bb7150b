/* The findings table as a page in Markdown: schemas/findings.md is made by this. */
#include <string.h>

#include "api/answer.h"
#include "api/examples.h"
#include "api/explain.h"
#include "api/markdown.h"
#include "api/telling.h"

static const char *say(enum lang lang, const char *id, const char *en) { return lang == LANG_ID ? id : en; }

static enum lang other(enum lang lang) { return lang == LANG_ID ? LANG_EN : LANG_ID; }

static void put_paragraph(struct buf *to, const char *title, struct text words)
{
    buf_string(to, "\n**");
    buf_string(to, title);
    buf_string(to, ".** ");
    markdown_sentence(to, words);
    buf_byte(to, '\n');
}

static void put_help(struct buf *to, const struct finding_row *row, enum lang lang)
{
    struct buf words = BUF_INIT;
    explain_help(&words, row, lang);
    put_paragraph(to, say(lang, "Jalan keluar", "The way out"), buf_view(&words));
    to->failed = to->failed || words.failed;
    buf_release(&words);
}

static void put_example(struct buf *to, const char *title, const char *example)
{
    struct buf shown = BUF_INIT;
    explain_example(&shown, example);
    buf_string(to, "\n");
    buf_string(to, title);
    buf_string(to, ":\n\n");
    markdown_block(to, "yaml", buf_view(&shown));
    to->failed = to->failed || shown.failed;
    buf_release(&shown);
}

static void put_severity(struct buf *to, const struct finding_row *row, enum lang lang)
{
    const char *word = severity_word(row->severity, lang);
    buf_byte(to, (unsigned char)(word[0] - 'a' + 'A'));
    buf_string(to, word + 1);
    buf_string(to, row->acceptable
                       ? say(lang, "; dapat diterima dengan alasan", "; can be accepted with a reason")
                       : say(lang, "; tidak dapat diterima, hanya diperbaiki", "; cannot be accepted, only mended"));
    buf_string(to, ".\n");
}

static void put_code(struct buf *to, const struct finding_row *row, enum lang lang)
{
    const struct example *example = example_find(row->code);
    buf_string(to, to->len ? "\n## " : "## ");
    buf_string(to, row->code);
    buf_string(to, ": ");
    markdown_sentence(to, text_of(row->meaning[lang]));
    buf_string(to, say(lang, "\n\nEnglish: ", "\n\nIndonesia: "));
    markdown_sentence(to, text_of(row->meaning[other(lang)]));
    buf_string(to, ".\n\n");
    put_severity(to, row, lang);
    put_paragraph(to, say(lang, "Mengapa penting", "Why it matters"), text_of(row->why[lang]));
    put_help(to, row, lang);
    if (example) {
        put_example(to, say(lang, "Contoh yang salah", "A bad example"), example->bad);
        put_example(to, say(lang, "Sesudah diperbaiki", "Mended"), example->good);
    }
}

static void put_head(struct buf *to, enum lang lang)
{
    buf_string(to, say(lang, "# Temuan `baku check`\n\n", "# The findings of `baku check`\n\n"));
    buf_string(to, say(lang,
                       "Setiap temuan mempunyai kode yang artinya tidak pernah berubah. Galat menghentikan setiap "
                       "perkara; peringatan dan catatan tidak. ",
                       "Every finding has a code that never changes its meaning. An error stops every case; a warning "
                       "and a note do not. "));
    checked_words(to, lang);
    buf_string(to, say(lang, "\n\nHalaman ini dibuat oleh `baku explain --format md`.\n",
                       "\n\nThis page is made by `baku explain --format md`.\n"));
}

enum baku_status baku_explain_page(struct baku *baku, const char *code, struct baku_answer *answer)
{
    struct report report = {0};
    struct buf text = BUF_INIT;
    int only = code ? explain_find(text_of(code)) : -1;
    answer->json = NULL;
    if (code && only < 0)
        return explain_no_code(baku, text_of(code), answer);
    if (!code)
        put_head(&text, baku->lang);
    for (int i = 0; i < FINDING_COUNT; i++)
        if (!code || i == only)
            put_code(&text, finding_row((enum finding_code)i), baku->lang);
    json_t *document = json_object();
    put(&report, document, "text", json_buffer(&report, &text));
    return answer_with(baku, answer, &report, document, BAKU_YES);
}
