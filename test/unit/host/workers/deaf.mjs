// Neither trains nor listens.
for (;;);
