#include <string.h>

#include "baku_sop.h"
#include "cli.h"
#include "out.h"

static void print_example(const char *title, const char *example)
{
    out("\n%s\n", title);
    while (*example) {
        size_t len = strcspn(example, "\n");
        out("    %.*s\n", (int)len, example);
        example += len + (example[len] == '\n');
    }
}

static void print_page(const struct cli *cli, const json_t *page)
{
    out_in(cli, BOLD, text_at(page, "code"));
    out(" (%s): %s\n", severity_text(cli, text_at(page, "severity")), text_at(page, "meaning"));
    out("\n%s\n  %s\n", say(cli, "Mengapa penting", "Why it matters"), text_at(page, "why"));
    out("\n%s\n  %s\n", say(cli, "Jalan keluar", "The way out"), text_at(page, "help"));
    if (*text_at(page, "bad"))
        print_example(say(cli, "Contoh yang salah", "A bad example"), text_at(page, "bad"));
    if (*text_at(page, "mended"))
        print_example(say(cli, "Sesudah diperbaiki", "Mended"), text_at(page, "mended"));
    out("\n%s\n", json_is_true(json_object_get(page, "can_be_accepted"))
                      ? say(cli, "Temuan ini dapat diterima dengan alasan, pada `accepted`.",
                            "This finding can be accepted with a reason, under `accepted`.")
                      : say(cli, "Temuan ini tidak dapat diterima, hanya diperbaiki.",
                            "This finding cannot be accepted, only mended."));
}

static void print_pages(const struct cli *cli, const json_t *document)
{
    const json_t *pages = json_object_get(document, "findings"), *page;
    size_t i;
    if (json_array_size(pages) == 1) {
        print_page(cli, json_array_get(pages, 0));
        return;
    }
    json_array_foreach (pages, i, page) {
        out("%s  ", text_at(page, "code"));
        out_padded(severity_text(cli, text_at(page, "severity")), 11);
        out("%s\n", text_at(page, "meaning"));
    }
    out("\n%s\n", say(cli, "Satu halaman: baku explain B006", "One page: baku explain B006"));
}

int cmd_explain(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    if (cli->n_operands > 1)
        return usage_error(cli, say(cli, "sebutkan satu kode saja", "name one code only"),
                           say(cli, "Contoh: baku explain B006", "Example: baku explain B006"));
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = (cli->format == FORMAT_md ? baku_explain_page
                                           : baku_explain)(baku, cli->n_operands ? cli->operands[0] : NULL, &answer);
    int code = out_answer(cli, status, &answer, cli->format == FORMAT_md ? out_page : print_pages);
    baku_close(baku);
    return code;
}
