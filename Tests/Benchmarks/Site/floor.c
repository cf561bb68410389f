// What any generator on libcmark needs at least: reads each file named on standard input, turns it into HTML, writes it to a
// folder; on two threads. floor FOLDER < list
#include <cmark.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **names;
static int count;
static atomic_int next;
static const char *folder;

static void *work(void *unused) {
  (void)unused;
  for (int index; (index = atomic_fetch_add(&next, 1)) < count;) {
    FILE *in = fopen(names[index], "rb");
    if (!in) continue;
    fseek(in, 0, SEEK_END);
    size_t size = (size_t)ftell(in);
    rewind(in);
    char *text = malloc(size + 1);
    size = fread(text, 1, size, in);
    fclose(in);
    char *html = cmark_markdown_to_html(text, size, CMARK_OPT_UNSAFE);
    char path[4096];
    snprintf(path, sizeof path, "%s/%d.html", folder, index);
    FILE *out = fopen(path, "wb");
    if (out) {
      fwrite(html, 1, strlen(html), out);
      fclose(out);
    }
    free(html);
    free(text);
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  folder = argv[1];
  int room = 1 << 20;
  names = malloc(sizeof(char *) * (size_t)room);
  char line[4096];
  while (count < room && fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    names[count++] = strdup(line);
  }
  pthread_t threads[2];
  for (int index = 0; index < 2; index++) pthread_create(&threads[index], NULL, work, NULL);
  for (int index = 0; index < 2; index++) pthread_join(threads[index], NULL);
  return 0;
}
